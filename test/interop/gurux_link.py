"""One connection of the independent client to one meter: socket, framing, association, requests with all their blocks."""

import socket

from gurux_dlms import GXByteBuffer, GXReplyData
from gurux_dlms.enums import Authentication, Conformance, InterfaceType, RequestTypes, Security
from gurux_dlms.objects import GXDLMSObject
from gurux_dlms.secure import GXDLMSSecureClient

PUBLIC_CLIENT = 16
MANAGEMENT_CLIENT = 1
LOGICAL_DEVICE = 1
CLIENT_TITLE = b"MTL00001"
TIMEOUT_SECONDS = 30
LEVELS = {"none": Authentication.NONE, "lls": Authentication.LOW, "hls5": Authentication.HIGH_GMAC}


class Refused(Exception):
    """The meter answered a request with a result other than success."""

    def __init__(self, result):
        super().__init__(f"result {int(result)}")
        self.result = int(result)


class Link:
    """A client on a TCP connection of its own. Use as a context manager: the connection is closed at the end."""

    def __init__(self, job, security, sap=MANAGEMENT_CLIENT, pdu_size=0xFFFF, general_protection=False, dedicated_key=None, **changes):
        """`changes` take the place of fields of the job: keys, password; `counter` is the first invocation counter to be used."""
        settings = {**job, **changes}
        self.hdlc = job["framing"] == "hdlc"
        interface = InterfaceType.HDLC if self.hdlc else InterfaceType.WRAPPER
        password = settings["password"] if security == "lls" else None
        self.client = GXDLMSSecureClient(True, sap, LOGICAL_DEVICE, LEVELS[security], password, interface)
        self.client.maxReceivePDUSize = pdu_size
        # The library proposes it by itself; meters in the field mostly use the tags of the services.
        if not general_protection:
            self.client.proposedConformance &= ~Conformance.GENERAL_PROTECTION
        if security == "hls5":
            ciphering = self.client.ciphering
            ciphering.security = Security.AUTHENTICATION_ENCRYPTION
            ciphering.systemTitle = CLIENT_TITLE
            ciphering.blockCipherKey = bytes.fromhex(settings["encryptionKey"])
            ciphering.authenticationKey = bytes.fromhex(settings["authenticationKey"])
            ciphering.dedicatedKey = bytes.fromhex(dedicated_key) if dedicated_key else None
            ciphering.invocationCounter = settings["counter"]
        # Blocks asked for after the first one, octets of the longest frame received, ciphered commands received.
        self.blocks = 0
        self.longest = 0
        self.commands = set()
        self.socket = socket.create_connection((job["host"], job["port"]), TIMEOUT_SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def associate(self):
        """Connects the data link where there is one, then the application, with proof of the keys where asked for."""
        if self.hdlc:
            self.client.parseUAResponse(self.exchange(self.client.snrmRequest()).data)
        self.client.parseAareResponse(self.request(self.client.aarqRequest()).data)
        if self.client.isAuthenticationRequired:
            proof = self.request(self.client.getApplicationAssociationRequest())
            self.client.parseApplicationAssociationResponse(proof.data)
        return self

    def get(self, class_id, obis, attribute):
        """Reply whose `data` begins with the tag of the value."""
        return self.request(self.client.read(GXDLMSObject(class_id, obis), attribute))

    def release(self):
        """Ends the association; the reply to it."""
        return self.request(self.client.releaseRequest())

    def request(self, messages):
        """Sends a request, in as many blocks as it takes, and gathers the blocks of the reply."""
        reply = GXReplyData()
        for message in messages if isinstance(messages, list) else [messages]:
            reply.clear()
            self.exchange(message, reply)
        while reply.isMoreData():
            # An HDLC frame more is not a block more.
            self.blocks += (reply.moreData & RequestTypes.FRAME) == 0
            self.exchange(self.client.receiverReady(reply), reply)
        return reply

    def exchange(self, message, reply=None):
        """Sends one message and reads until its answer is whole. Raises Refused, or what the client makes of an exception."""
        reply = GXReplyData() if reply is None else reply
        self.socket.sendall(bytes(message))
        received = GXByteBuffer()
        while not self.client.getData(received, reply):
            octets = self.socket.recv(65536)
            if not octets:
                raise ConnectionError("the meter closed the connection")
            received.position = 0
            received.set(octets)
        self.longest = max(self.longest, received.size)
        if reply.cipheredCommand:
            self.commands.add(int(reply.cipheredCommand))
        if reply.error != 0:
            raise Refused(reply.error)
        return reply
