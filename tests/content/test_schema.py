"""The schemas that editors use are those of the model."""

import re
import textwrap

import yaml
from pydantic import TypeAdapter

from helpline.cli.schema import schemas
from helpline.content.model import Outcome, Question, Step

from ..conftest import SHIPPED


def test_the_schema_files_equal_the_model() -> None:
    for name, text in schemas().items():
        assert (SHIPPED / "schema" / name).read_text() == text, f"{name}: run `helpline schema`"


def test_every_flow_file_names_a_schema_that_is_there() -> None:
    for path in SHIPPED.glob("*.yaml"):
        found = re.match(r"# yaml-language-server: \$schema=(\S+)\n", path.read_text())
        assert found, f"{path.name} names no schema"
        assert (SHIPPED / found[1]).is_file()


def test_no_flow_file_has_an_anchor() -> None:
    for path in SHIPPED.glob("*.yaml"):
        kinds = {type(token) for token in yaml.scan(path.read_text())}
        assert kinds.isdisjoint({yaml.AnchorToken, yaml.AliasToken}), f"{path.name}: write it out"


def test_the_worked_page_of_the_flows_readme_is_right() -> None:
    page = (SHIPPED / "README.md").read_text().split("## A step, explained")[1]
    block = textwrap.dedent(page.split("\n\n- Where")[0].strip("\n"))
    steps = yaml.load(re.sub(r" +# .*", "", block), yaml.BaseLoader)  # noqa: S506 - strings only
    assert isinstance(TypeAdapter(Step).validate_python(steps["setting"]), Question)
    assert isinstance(TypeAdapter(Step).validate_python(steps["talk_first"]), Outcome)
