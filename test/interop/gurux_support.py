"""What all checks share: names of objects, associations, and what is expected of an answer."""

import re

from gurux_dlms import GXDLMSException, GXDLMSExceptionResponse
from gurux_dlms.enums import DataType, ObjectType

from gurux_link import Link, PUBLIC_CLIENT, Refused

INVOCATION_COUNTER = "0.0.43.1.0.255"
CLOCK = "0.0.1.0.0.255"
LOAD_PROFILE = "1.0.99.1.0.255"


def expect(found, wanted, what):
    if found != wanted:
        raise AssertionError(f"{what}: {found!r} instead of {wanted!r}")


def expect_refusal(request, what):
    try:
        request()
    except (GXDLMSException, GXDLMSExceptionResponse, Refused) as refusal:
        return re.sub(r"\s+", " ", str(refusal)).strip()
    raise AssertionError(f"{what} was answered")


def counter_of(job):
    """Last accepted invocation counter, as everybody may read it."""
    with Link(job, "none", PUBLIC_CLIENT) as link:
        reply = link.associate().get(ObjectType.DATA, INVOCATION_COUNTER, 2)
        link.release()
    expect(reply.data.getUInt8(0), DataType.UINT32, "type of the counter")
    return int(reply.value)


def management(job, **changes):
    """An association of the management client as the meter is secured."""
    return Link(job, job["security"], counter=counter_of(job) + 1, **changes).associate()
