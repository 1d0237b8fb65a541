"""Checks that read: the objects of a meter, all of their attributes, lists, parts of profiles."""

from gurux_dlms import GXDLMSClient
from gurux_dlms.enums import DataType, ObjectType
from gurux_dlms.objects import GXDLMSObject, GXDLMSProfileGeneric

from gurux_link import Link, LOGICAL_DEVICE
from gurux_support import CLOCK, counter_of, expect, LOAD_PROFILE, management

ASSOCIATION = "0.0.40.0.0.255"

# A PDU that goes into one HDLC frame of the default 128 octets, with the three octets of the LLC.
ONE_FRAME = 120

# Octets around an APDU: the wrapper's header; flags, format, two addresses of one octet, control and checksums of an HDLC frame.
WRAPPER = 8
HDLC = 2 + 2 + 2 + 1 + 4
LLC = 3

# Any will do: a TCP connection leads to one physical device.
PHYSICAL_DEVICE = 17


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
