"""Checks of what the keys, the password and the counters are good for."""

from gurux_dlms import GXDLMSExceptionResponse
from gurux_dlms.enums import Command, ExceptionServiceError, ObjectType
from gurux_dlms.objects import GXDLMSProfileGeneric, GXDLMSSecuritySetup
from gurux_dlms.objects.enums import GlobalKeyType

from gurux_link import Link
from gurux_support import CLOCK, counter_of, expect, expect_refusal, LOAD_PROFILE, management

SECURITY_SETUP = "0.0.43.0.0.255"

DEDICATED_KEY = "00112233445566778899aabbccddeeff"
NEW_KEYS = {"encryptionKey": "101112131415161718191a1b1c1d1e1f", "authenticationKey": "202122232425262728292a2b2c2d2e2f"}


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
