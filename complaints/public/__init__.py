"""The citizen's screens: filing a case one question a page, and following it by receipt number and PIN."""
