"""docs/workflow.md says what the tables say."""

from pages.management.commands.write_workflow_doc import PATH, document


def test_the_document_is_the_tables():
    assert PATH.read_text(encoding="utf-8") == document(), "lancez manage.py write_workflow_doc"
