"""The room's models."""

from portal.models.bureau import Bureau
from portal.models.guides import GuideIndexPage, GuidePage
from portal.models.home import HomePage
from portal.models.hotlines import HotlineIndexPage
from portal.models.media import PortalDocument, PortalImage, PortalRendition
from portal.models.periodic import PeriodicWork
from portal.models.policies import IndexSerial, PolicyIndexPage, PolicyPage
from portal.models.review import ReviewTask
from portal.models.stamps import Stamp
from portal.models.withdrawals import Withdrawal
from portal.models.words import EverydayWord
from portal.models.workers import LivingWorker

__all__ = [
    "Bureau",
    "EverydayWord",
    "GuideIndexPage",
    "GuidePage",
    "HomePage",
    "HotlineIndexPage",
    "IndexSerial",
    "LivingWorker",
    "PeriodicWork",
    "PolicyIndexPage",
    "PolicyPage",
    "PortalDocument",
    "PortalImage",
    "PortalRendition",
    "ReviewTask",
    "Stamp",
    "Withdrawal",
]
