"""The room's public addresses: filing a case, and following it. No receipt, PIN or name is ever in one."""

from django.urls import path

from complaints.public.views import (
    case,
    check,
    delivery,
    elsewhere,
    files,
    filing,
    own_data,
    own_pin,
    papers,
    rating,
    status,
    telling,
    where,
)

app_name = "complaints"
urlpatterns = [
    path("new/", filing.StartView.as_view(), name="new"),
    path("new/where/", where.WhereView.as_view()),
    path("new/files/", files.FilesView.as_view()),
    path("new/check/", check.CheckView.as_view()),
    path("new/done/", check.DoneView.as_view(), name="done"),
    path("new/unsent/", filing.UnsentView.as_view(), name="unsent"),
    path("new/discard/", filing.DiscardView.as_view(), name="discard"),
    path("new/<slug:slug>/", filing.StepView.as_view(), name="step"),
    path("elsewhere/", elsewhere.ElsewhereView.as_view(), name="elsewhere"),
    path("status/", status.StatusView.as_view(), name="status"),
    path("status/qr.svg", status.StatusCodeView.as_view(), name="status_code"),
    path("status/leave/", status.LeaveView.as_view(), name="leave"),
    path("case/", case.OpenedCaseView.as_view(), name="case"),
    path("case/write/", case.WriteView.as_view(), name="write"),
    path("case/review/", case.ReviewView.as_view(), name="review"),
    path("case/solved/", rating.RateView.as_view(), name="rate"),
    path("case/step-aside/", case.RecusalView.as_view(), name="recusal"),
    path("case/data/", own_data.OwnDataView.as_view(), name="own_data"),
    path("case/telling/", telling.TellingView.as_view(), name="telling"),
    path("messages/report/", delivery.DeliveryReportView.as_view(), name="delivery_report"),
    path("case/pin/", own_pin.OwnPinView.as_view(), name="own_pin"),
    path("case/pin/not-mine/", own_pin.NotMineView.as_view(), name="not_mine"),
    path("case/papers/<uuid:paper>/", papers.OpenedPaperView.as_view(), name="paper"),
    path("case/papers/<uuid:paper>/docx/", papers.OpenedPaperFileView.as_view(), name="paper_file"),
    path("case/files/<uuid:file>/", case.OpenedFileView.as_view(), name="file"),
]
