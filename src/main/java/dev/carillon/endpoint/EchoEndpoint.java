package dev.carillon.endpoint;

/** Sends every message back as it came; what the protocol tests talk to. Confined to the event loop of its core. */
public final class EchoEndpoint implements Endpoint {
    public EchoEndpoint(EchoSettings settings, EndpointContext context) {}

    @Override
    public void opened(Peer peer, Handshake handshake) {}

    @Override
    public void text(Peer peer, Message message) {
        peer.sendText(message.bytes());
    }

    @Override
    public void binary(Peer peer, Message message) {
        peer.sendBinary(message.bytes());
    }

    @Override
    public void closed(Peer peer) {}
}
