"""Days as staff write them, who read English here and write in China."""

from portal.formats.zh_Hans import formats

DATE_INPUT_FORMATS = formats.DATE_INPUT_FORMATS
