"""What the independent client checks on one meter. A check returns a remark, and raises where the meter is not as it should be."""

import re
from datetime import datetime

from gurux_dlms import GXDate, GXDLMSClient, GXDLMSException, GXDLMSExceptionResponse
from gurux_dlms.enums import Command, DataType, ExceptionServiceError, ObjectType
from gurux_dlms.objects import GXDLMSData, GXDLMSObject, GXDLMSProfileGeneric, GXDLMSSecuritySetup, GXDLMSSpecialDay, GXDLMSSpecialDaysTable
from gurux_dlms.objects.enums import GlobalKeyType

from gurux_link import Link, LOGICAL_DEVICE, PUBLIC_CLIENT, Refused

INVOCATION_COUNTER = "0.0.43.1.0.255"
CLOCK = "0.0.1.0.0.255"
ASSOCIATION = "0.0.40.0.0.255"
SECURITY_SETUP = "0.0.43.0.0.255"
LOAD_PROFILE = "1.0.99.1.0.255"
ALARM_FILTER = "0.0.97.98.10.255"
ACTIVITY_CALENDAR = "0.0.13.0.0.255"
SPECIAL_DAYS = "0.0.11.0.0.255"

# A PDU that goes into one HDLC frame of the default 128 octets, with the three octets of the LLC.
ONE_FRAME = 120

# Octets around an APDU: the wrapper's header; flags, format, two addresses of one octet, control and checksums of an HDLC frame.
WRAPPER = 8
HDLC = 2 + 2 + 2 + 1 + 4
LLC = 3

# Any will do: a TCP connection leads to one physical device.
PHYSICAL_DEVICE = 17

DEDICATED_KEY = "00112233445566778899aabbccddeeff"
NEW_KEYS = {"encryptionKey": "101112131415161718191a1b1c1d1e1f", "authenticationKey": "202122232425262728292a2b2c2d2e2f"}


def expect(found, wanted, what):
    if found != wanted:
        raise AssertionError(f"{what}: {found!r} instead of {wanted!r}")


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


def public_client(job):
    return f"counter {counter_of(job)}"


def associate(job):
    with management(job) as link:
        return f"conformance {int(link.client.negotiatedConformance):06x}, PDU of {link.client.maxReceivePDUSize}"


def association_view(job):
    with management(job) as link:
        reply = link.get(ObjectType.ASSOCIATION_LOGICAL_NAME, ASSOCIATION, 2)
        found = {(int(o.objectType), o.logicalName): o for o in link.client.parseObjects(reply.data, False)}
        wanted = {(o["classId"], o["obis"]): o for o in job["objects"]}
        expect(sorted(found), sorted(wanted), "objects")
        # From version 3 of the association on the library keeps the rights apart: bits, no longer a list of modes.
        as_bits = found[(int(ObjectType.ASSOCIATION_LOGICAL_NAME), ASSOCIATION)].version >= 3
        for key, declared in wanted.items():
            seen = found[key]
            attribute_access = seen.getAccess3 if as_bits else seen.getAccess
            method_access = seen.getMethodAccess3 if as_bits else seen.getMethodAccess
            expect(seen.version, declared["version"], f"version of {key}")
            for attribute in declared["attributes"]:
                expect(int(attribute_access(attribute["id"])), attribute["access"], f"access to {key} attribute {attribute['id']}")
            for method in declared["methods"]:
                expect(int(method_access(method)), 1, f"access to {key} method {method}")
        return f"{len(found)} objects in {link.blocks} blocks"


def attributes(job):
    """GET of all readable attributes: the type is the declared one, and the value one that the client can put into its object."""
    wrong, count = [], 0
    with management(job) as link:
        for declared in job["objects"]:
            class_id, obis = declared["classId"], declared["obis"]
            target = GXDLMSClient.createObject(class_id)
            target.logicalName = obis
            # The library has no class of its own for some, such as 77 (M-Bus diagnostic), and then takes no value.
            known = type(target) is not GXDLMSObject
            # It can only take the rows of a profile when it knows the columns: attribute 2 comes last.
            for attribute in sorted(declared["attributes"], key=lambda one: one["id"] == 2):
                count += 1
                try:
                    reply = link.get(class_id, obis, attribute["id"])
                    expect(reply.data.getUInt8(0), attribute["tag"], "type")
                    if known:
                        link.client.updateValue(target, attribute["id"], reply.value)
                except Exception as error:
                    wrong.append(f"{class_id}/{obis}/{attribute['id']}: {type(error).__name__} {error}")
    expect(wrong, [], "attributes")
    return f"{count} attributes"


def clock(job):
    """The instant that the client makes of date, time, deviation and status is the one that the meter's clock stands at."""
    with management(job) as link:
        seen = GXDLMSClient.changeType(link.get(ObjectType.CLOCK, CLOCK, 2).value, DataType.DATETIME).value
        # The meter shows hundredths of a second, the clock was stopped at a millisecond.
        expect(abs(seen.timestamp() - job["now"] / 1000) <= 0.01, True, f"{seen.isoformat()} within 10 ms")
        return seen.isoformat()


def with_list(job):
    """GET with list: the same values as one by one, in blocks since they do not fit one PDU."""
    profiles = [o["obis"] for o in job["objects"] if o["classId"] == ObjectType.PROFILE_GENERIC]
    wanted = [(ObjectType.PROFILE_GENERIC, obis, 3) for obis in profiles[:7]]
    wanted += [(ObjectType.CLOCK, CLOCK, 2), (ObjectType.REGISTER, "1.0.1.8.0.255", 3), (ObjectType.REGISTER, "1.0.1.8.0.255", 2)]
    # Over HDLC without ciphering the library decodes a list as soon as its first frame is there, and fails: no PDU may take two frames.
    with management(job, pdu_size=ONE_FRAME) as link:
        alone = [link.get(*one).value for one in wanted]
        link.blocks = link.longest = 0
        # More than ten the library asks for in several requests, whose counters and frame numbers it settles too early.
        (request,) = link.client.readList([(GXDLMSObject(class_id, obis), attribute) for class_id, obis, attribute in wanted])
        expect(link.request(request).value, alone, "values of the list")
        expect(link.blocks > 0, True, "several blocks")
        limit = ONE_FRAME + (WRAPPER if job["framing"] == "wrapper" else HDLC + LLC)
        expect(link.longest <= limit, True, f"at most {limit} octets, {link.longest} came")
        return f"{len(wanted)} values in {link.blocks} blocks"


def load_profile(link):
    """The profile with its columns known, and all of its rows."""
    profile = GXDLMSProfileGeneric(LOAD_PROFILE)
    columns = link.get(ObjectType.PROFILE_GENERIC, LOAD_PROFILE, 3)
    link.client.updateValue(profile, 3, columns.value)
    rows = link.get(ObjectType.PROFILE_GENERIC, LOAD_PROFILE, 2).value
    link.blocks = 0
    return profile, rows


def by_range(job):
    with management(job) as link:
        profile, rows = load_profile(link)
        first, last = (GXDLMSClient.changeType(rows[index][0], DataType.DATETIME) for index in (100, 195))
        reply = link.request(link.client.readRowsByRange(profile, first, last))
        expect(reply.value, rows[100:196], "rows of the range")
        expect(link.blocks > 0, True, "several blocks")
        narrow = link.request(link.client.readRowsByRange(profile, first, last, [profile.captureObjects[0], profile.captureObjects[2]]))
        expect(narrow.value, [[row[0], row[2]] for row in rows[100:196]], "two columns of the range")
        return f"{len(reply.value)} of {len(rows)} rows in {link.blocks} blocks"


def by_entry(job):
    with management(job) as link:
        profile, rows = load_profile(link)
        reply = link.request(link.client.readRowsByEntry(profile, 101, 96))
        expect(reply.value, rows[100:196], "rows of the entries")
        expect(link.blocks > 0, True, "several blocks")
        return f"{len(reply.value)} of {len(rows)} rows in {link.blocks} blocks"


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
    """After a release, in either form, nothing is answered."""
    with management(job) as link:
        expect(int(link.release().command), Command.RELEASE_RESPONSE, "answer")
        expect_refusal(lambda: link.get(ObjectType.CLOCK, CLOCK, 2), "GET after the release")
    with management(job) as link:
        link.client.useProtectedRelease = True
        expect(int(link.release().command), Command.RELEASE_RESPONSE, "answer to the long form")


def expect_refusal(request, what):
    try:
        request()
    except (GXDLMSException, GXDLMSExceptionResponse, Refused) as refusal:
        return re.sub(r"\s+", " ", str(refusal)).strip()
    raise AssertionError(f"{what} was answered")


def wrong_key(job):
    wrong = {"lls": ["password"], "hls5": ["encryptionKey", "authenticationKey"]}[job["security"]]
    remarks = []
    for name in wrong:
        changes = {"counter": counter_of(job) + 1, name: "22222222" if name == "password" else "01" * 16}
        with Link(job, job["security"], **changes) as link:
            remarks.append(f"{name}: " + expect_refusal(link.associate, f"an association with another {name}"))
    return "; ".join(remarks)


def stale_counter(job):
    """The counter of the last association once more: refused, and the meter tells the one that it expects."""
    last = counter_of(job)
    with Link(job, job["security"], counter=last) as link:
        try:
            link.associate()
        except GXDLMSExceptionResponse as refusal:
            expect(refusal.exceptionServiceError, ExceptionServiceError.INVOCATION_COUNTER_ERROR, "reason")
            expect(refusal.serviceErrorValue, last + 1, "expected counter")
            return f"expects {refusal.serviceErrorValue}"
    raise AssertionError("an association with a used counter was accepted")


def general_ciphering(job):
    """With general-protection negotiated services travel in general-glo-ciphering; the other checks do without."""
    return ciphered_reads(job, Command.GENERAL_GLO_CIPHERING, general_protection=True)


def dedicated_key(job):
    """A key for this association only, sent in the ciphered initiate request."""
    service = ciphered_reads(job, Command.DED_GET_RESPONSE, dedicated_key=DEDICATED_KEY)
    general = ciphered_reads(job, Command.GENERAL_DED_CIPHERING, dedicated_key=DEDICATED_KEY, general_protection=True)
    return f"{service}; {general}"


def ciphered_reads(job, wrapper, **changes):
    with management(job, **changes) as link:
        link.commands.clear()
        rows = link.request(link.client.readRowsByEntry(GXDLMSProfileGeneric(LOAD_PROFILE), 1, 96)).value
        expect(link.blocks > 0, True, "several blocks")
        expect(link.commands, {int(wrapper)}, "kind of ciphering")
        link.release()
        return f"{len(rows)} rows"


def hdlc_parameters(job):
    """Frames as small as the client asks for, and a physical address behind the logical one in two and in four octets."""
    longest = []
    for size, octets in ((32, 1), (64, 2), (128, 4)):
        with Link(job, job["security"], counter=counter_of(job) + 1) as link:
            link.client.hdlcSettings.maxInfoTX = link.client.hdlcSettings.maxInfoRX = size
            if octets > 1:
                link.client.serverAddressSize = octets if octets == 4 else 0
                link.client.serverAddress = GXDLMSClient.getServerAddress(LOGICAL_DEVICE, PHYSICAL_DEVICE, link.client.serverAddressSize)
            link.associate().get(ObjectType.PROFILE_GENERIC, LOAD_PROFILE, 3)
            limit = size + HDLC - 1 + octets
            expect(link.longest <= limit, True, f"at most {limit} octets, {link.longest} came")
            longest.append(link.longest)
            link.release()
    return f"frames of {longest} octets"


def key_transfer(job):
    """Global key transfer: both keys, wrapped by the client under the master key. From now on the meter takes the new ones only."""
    transfer = [(GlobalKeyType.UNICAST_ENCRYPTION, bytes.fromhex(NEW_KEYS["encryptionKey"]))]
    transfer += [(GlobalKeyType.AUTHENTICATION, bytes.fromhex(NEW_KEYS["authenticationKey"]))]
    with management(job) as link:
        setup = GXDLMSSecuritySetup(SECURITY_SETUP)
        link.request(setup.globalKeyTransfer(link.client, bytes.fromhex(job["masterKey"]), transfer))
    with Link(job, "hls5", counter=counter_of(job) + 1) as link:
        expect_refusal(link.associate, "an association with the old keys")
    with management(job, **NEW_KEYS) as link:
        link.get(ObjectType.CLOCK, CLOCK, 2)
        link.release()


COMMON = [public_client, associate, association_view, attributes, clock, with_list, by_range, by_entry, set_and_read_back, set_in_blocks, action, release]
OF_LEVEL = {"none": [], "lls": [wrong_key], "hls5": [wrong_key, stale_counter, general_ciphering, dedicated_key]}


def checks_for(job):
    """The checks that apply to a meter, in the order that they are made in. The last one changes its keys."""
    framing = [hdlc_parameters] if job["framing"] == "hdlc" else []
    return [*COMMON, *framing, *OF_LEVEL[job["security"]], *([key_transfer] if job["security"] == "hls5" else [])]
