"""Three ways to ask whether a certificate is genuine: number and code, what the QR code carried, the file."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

LARGEST_FILE = 10_000_000


class NumberForm(forms.Form):
    """Number and code as printed at the top of the paper."""

    number = forms.CharField(
        label=_("Number of the document"),
        max_length=60,
        help_text=_("Printed at the top left, for example SAEBIT-26-7K3M9-Q2XTC"),
        error_messages={"required": _("Enter the number printed at the top left of the document.")},
    )
    code = forms.CharField(
        label=_("Code of the document"),
        max_length=40,
        help_text=_("Printed at the top right, for example 8F2K-99QM-T41X"),
        error_messages={"required": _("Enter the code printed at the top right of the document.")},
    )


class CarriedForm(forms.Form):
    """What the QR code carried: the whole address, or its part behind the #."""

    carried = forms.CharField(
        label=_("What the QR code says"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=_("Paste the whole address that the QR code opens."),
        error_messages={
            "required": _("Paste the address that the QR code opens."),
            "max_length": _("This is longer than any of our QR codes. Paste only the address that it opens."),
        },
    )


class FileForm(forms.Form):
    """The certificate as the PDF that was issued."""

    file = forms.FileField(
        label=_("PDF file"),
        help_text=_("The file as it was issued, at most 10 MB. It is checked and not kept."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,application/pdf"}),
        error_messages={
            "required": _("Choose the PDF file that you want to check."),
            "empty": _("This file is empty. Choose the PDF file that you want to check."),
        },
    )

    def clean_file(self) -> "UploadedFile[Any]":
        """The file, unless it is larger than any certificate."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if file.size is not None and file.size > LARGEST_FILE:
            raise forms.ValidationError(
                _("This file is larger than 10 MB. Choose the PDF file as it was issued.")
            )
        return file
