"""The schemas that editors use are those of the model."""

import re

from helpline.content.schema import schemas

from ..conftest import SHIPPED


def test_the_schema_files_equal_the_model() -> None:
    for name, text in schemas().items():
        assert (SHIPPED / "schema" / name).read_text() == text, f"{name}: run `helpline schema`"


def test_every_flow_file_names_a_schema_that_is_there() -> None:
    for path in SHIPPED.glob("*.yaml"):
        found = re.match(r"# yaml-language-server: \$schema=(\S+)\n", path.read_text())
        assert found, f"{path.name} names no schema"
        assert (SHIPPED / found[1]).is_file()
