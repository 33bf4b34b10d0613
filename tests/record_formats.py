"""Tables in the record formats, invented or written for a test, and the facts that their rows give."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import narwhals as nw
import polars as pl

from brightline.cases.decode import Decoding, plan_decoding
from brightline.cases.format import Format, recognise, table_format
from brightline.cases.opening import open_table
from brightline.law import vocabulary

DATA = Path(__file__).parent / "data" / "formats"

VP_HEADER = (
    "yearRegister,gender,majorityStatus,isForcedLabour,isSexualExploit,UN_COO_Region,UN_COE_Region,IP_Exploiter,"
    "IP_Gender,IP_ageBroad,IP_citizen_UNRegion,IP_Relation,IP_PayMoney,IP_RecruiterBroker,IP_TransactionProcess,"
    "IP_ControlAbuseKidnap"
)
XLSFORM_HEADER = (
    "start,end,con_Consent,prs_Salutation,prs_First_Name,prs_Second_Name,prs_Birthdate,prs_Gender,prs_Citizenship,"
    "prs_Title,prs_Email,prs_HomePhone,prs_MobilePhone,prs_MailingCity,prs_MailingCountry,prs_MailingState,"
    "prs_MailingStreet,prs_MailingPostalCode,vic_MethodOfRecruitment,vic_LocationOfRecruitment,vic_TraffickingStatus,"
    "vic_TraffickingStatusDecisionMakingOrg,vic_Methods_of_Control,vic_TypeOfExploitation,vic_ForcedLabourIndustry,"
    "vic_TypeOfSexExploitation,vic_LocationOfExploitation,cas_Status,cas_ReferringOrganisation,"
    "cas_IncomingReferralDate,cas_ReferringPrimaryCaseWorker,cas_ReasonForIncomingReferral,"
    "cas_IncomingReferralDetails,__version__,meta/instanceID"
)


class Decoded:
    """A table read by a format: its facts row by row, and the cells that the format does not know."""

    def __init__(self, path: Path, format: str | None = None) -> None:
        table = open_table(path)
        frame = nw.from_native(table.frame)
        self.chosen: Format = table_format(format) if format else recognise(table.columns)
        self.plan: Decoding = plan_decoding(table.columns, dict(frame.collect_schema()), self.chosen, path.name)
        self.cells: pl.DataFrame = table.frame.collect()
        self.rows: list[dict[str, object]] = self.plan.apply(frame).collect().to_native().to_dicts()
        marks = frame.select(*(check.alias(name) for name, check in self.plan.checks.items())).collect().to_native()
        self.wrong: set[str] = {name for name in marks.columns if marks[name].any()}


def fixture(format: str) -> Decoded:
    return Decoded(DATA / f"{format}.csv")


def written(folder: Path, header: str, *rows: Mapping[str, str]) -> Path:
    path = folder / "cases.csv"
    names = header.split(",")
    for row in rows:
        assert set(row) <= set(names)
    lines = [",".join(row.get(name, "") for name in names) for row in rows]
    path.write_text("\n".join((header, *lines)) + "\n", encoding="utf-8")
    return path


def settled(row: Mapping[str, object]) -> dict[str, object]:
    """The facts of a row that are known, but for age and gender."""
    words = vocabulary()
    return {
        name: value
        for name, value in row.items()
        if name in words and value is not None and words[name].family != "age" and name != "status.female"
    }
