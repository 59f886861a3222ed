"""The screens of editors and reviewers."""
