"""allauth's forms with our words; what they do stays allauth's."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.socialaccount import forms as social
from django import forms
from django.utils.translation import gettext_lazy as _

ADDRESS = _("E-mail address")
PASSWORD = _("Password")
AGAIN = _("The same password again")
LENGTH = _("At least 10 characters. A sentence is easier to remember than a puzzle.")
DIFFERENT = _("The two passwords differ. Type the same one twice.")


class Worded(forms.BaseForm):
    """Puts our labels, hints and messages for what is missing over those of a library's form."""

    words: ClassVar[dict[str, Any]] = {}
    hints: ClassVar[dict[str, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label, field.help_text = self.words.get(name, field.label), self.hints.get(name, "")
            field.widget.attrs.pop("placeholder", None)
            field.error_messages["required"] = _("Fill this in.")
            field.error_messages["invalid"] = _("Write it like name@example.org.")


class Twice(Worded):
    """A form with a new password, typed twice."""

    def clean(self) -> Any:
        cleaned = forms.Form.clean(self)
        first, second = self.cleaned_data.get("password1"), self.cleaned_data.get("password2")
        if first and second and first != second:
            self.add_error("password2", DIFFERENT)
        return cleaned


class SignIn(Worded, account.LoginForm):
    words: ClassVar = {"login": ADDRESS, "password": PASSWORD, "remember": _("Stay signed in on this device")}


class SignUp(Worded, account.SignupForm):
    words: ClassVar = {"email": ADDRESS, "password1": PASSWORD, "password2": AGAIN}
    hints: ClassVar = {"email": _("We send a link there that you confirm once."), "password1": LENGTH}

    def clean(self) -> Any:
        cleaned = super().clean()
        if "password2" in self.errors and self["password2"].data:
            self.errors["password2"] = self.error_class([str(DIFFERENT)])
        return cleaned


class SignUpVerified(Worded, social.SignupForm):
    """The first sign-in of a verified person: an address for mail, and the name to appear under."""

    name = forms.CharField(max_length=80, required=False)
    words: ClassVar = {"email": ADDRESS, "name": _("Your name")}
    hints: ClassVar = {
        "email": _("We send a link there that you confirm once. Answers arrive at this address."),
        "name": _("Shown only where you choose to appear under your name. You can change it."),
    }


class NewAddress(Worded, account.AddEmailForm):
    words: ClassVar = {"email": _("New e-mail address")}
    hints: ClassVar = {
        "email": _("The present one holds until you have opened the link that we send to the new one.")
    }


class ChangePassword(Twice, account.ChangePasswordForm):
    words: ClassVar = {
        "oldpassword": _("Present password"),
        "password1": _("New password"),
        "password2": AGAIN,
    }
    hints: ClassVar = {"password1": LENGTH}


class SetPassword(Twice, account.SetPasswordForm):
    words: ClassVar = {"password1": PASSWORD, "password2": AGAIN}
    hints: ClassVar = {"password1": LENGTH}


class AskForReset(Worded, account.ResetPasswordForm):
    words: ClassVar = {"email": ADDRESS}


class ResetPassword(Twice, account.ResetPasswordKeyForm):
    words: ClassVar = {"password1": _("New password"), "password2": AGAIN}
    hints: ClassVar = {"password1": LENGTH}


class PasswordAgain(Worded, account.ReauthenticateForm):
    words: ClassVar = {"password": PASSWORD}
