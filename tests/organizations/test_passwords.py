"""What people here choose first is refused; what is their own passes."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from organizations.models import User

REFUSED = [
    "woaini1314520",
    "woaini5201314",
    "qwer1234asdf",
    "1qaz2wsx3edc",
    "minzhengju2026",
    "Lianyungang123",
    "dibao88888888",
    "sunjicai123456",
    "sunjicai@2026",
    "dh-chengban2026",
    "password123456",
    "aaaaaaaaaaaaa",
    "孙继财20262026",
]
TAKEN = ["纸船 灯塔 橘子 二胡 竹椅", "correct-horse-battery", "vTq9-mLw2-xRk7", "huangyu-chuntian-tieqiao"]


@pytest.fixture
def person():
    return User(username="dh-chengban", name="孙继财")


@pytest.mark.parametrize("password", REFUSED)
def test_habits_are_refused(person, password):
    with pytest.raises(ValidationError):
        validate_password(password, person)


@pytest.mark.parametrize("password", TAKEN)
def test_a_password_of_ones_own_is_taken(person, password):
    validate_password(password, person)
