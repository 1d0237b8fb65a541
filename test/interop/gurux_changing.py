"""Checks that change something in the meter, and the end of an association."""

from datetime import datetime

from gurux_dlms import GXDate
from gurux_dlms.enums import Command, DataType, ObjectType
from gurux_dlms.objects import GXDLMSData, GXDLMSObject, GXDLMSSpecialDay, GXDLMSSpecialDaysTable

from gurux_support import CLOCK, expect, expect_refusal, management

ALARM_FILTER = "0.0.97.98.10.255"
ACTIVITY_CALENDAR = "0.0.13.0.0.255"
SPECIAL_DAYS = "0.0.11.0.0.255"


def set_and_read_back(job):
    with management(job) as link:
        filter_ = GXDLMSData(ALARM_FILTER)
        filter_.setDataType(2, DataType.UINT32)
        for value in (0x2040, 0):
            filter_.value = value
            link.request(link.client.write(filter_, 2))
            expect(link.get(ObjectType.DATA, ALARM_FILTER, 2).value, value, "value read back")


def set_in_blocks(job):
    """A table that does not fit one PDU of the meter."""
    table = GXDLMSSpecialDaysTable(SPECIAL_DAYS)
    for number in range(120):
        day = GXDLMSSpecialDay()
        day.index, day.date, day.dayId = number, GXDate(datetime(2030, 1 + number // 28, 1 + number % 28)), 1
        table.entries.append(day)
    with management(job) as link:
        messages = link.client.write(table, 2)
        expect(len(messages) > 1, True, "several messages")
        link.request(messages)
        back = GXDLMSSpecialDaysTable(SPECIAL_DAYS)
        link.client.updateValue(back, 2, link.get(ObjectType.SPECIAL_DAYS_TABLE, SPECIAL_DAYS, 2).value)
        expect([str(day) for day in back.entries], [str(day) for day in table.entries], "table read back")
        return f"{len(table.entries)} entries in {len(messages)} messages"


def action(job):
    with management(job) as link:
        reply = link.request(link.client.method(GXDLMSObject(ObjectType.ACTIVITY_CALENDAR, ACTIVITY_CALENDAR), 1, 0, DataType.INT8))
        expect(int(reply.command), Command.METHOD_RESPONSE, "answer")


def release(job):
    """After a release, in either form, nothing is answered; over HDLC the link can be disconnected then."""
    for long_form in (False, True):
        with management(job) as link:
            link.client.useProtectedRelease = long_form
            expect(int(link.release().command), Command.RELEASE_RESPONSE, "answer")
            expect_refusal(lambda: link.get(ObjectType.CLOCK, CLOCK, 2), "GET after the release")
            if link.hdlc:
                expect(int(link.exchange(link.client.disconnectRequest(True)).command), Command.UA, "answer to DISC")
