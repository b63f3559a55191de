package dev.carillon.chaos;

import dev.carillon.bus.Position;
import dev.carillon.load.wire.Handshake;
import dev.carillon.load.wire.Socket;
import io.netty.buffer.ByteBuf;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** One connection of a {@link Guest}. Confined to the event loop of the audience. */
final class Listener extends Socket {
    private final Guest guest;
    private boolean greeted;
    private boolean refused;

    private Listener(Guest guest, Handshake handshake) {
        super(handshake);
        this.guest = guest;
    }

    /** @param has null when the client comes for the first time */
    static Listener of(Guest guest, int port, Position has) {
        String resume = has == null ? "" : "&resume=" + has.token();
        return new Listener(
                guest, new Handshake(URI.create("ws://127.0.0.1:" + port + "/chat?hello=1&offsets=1" + resume)));
    }

    /** It gives up unless it has had its hello. */
    void expire() {
        if (!greeted) {
            cut("no hello in time");
        }
    }

    @Override
    protected void onOpen() {
        // What counts is the hello
    }

    @Override
    protected void onText(ByteBuf bytes, int from, int length) {
        if (refused) {
            return;
        }
        Frame frame = guest.audience().frame(bytes.toString(from, length, StandardCharsets.UTF_8));
        greeted = true;
        refused = frame.isRefusal();
        if (refused) {
            // It does not get what it missed here: what comes now is not for it
            guest.refused();
            cut("refused");
        } else {
            guest.heard(frame);
        }
    }

    @Override
    protected void onEnd(int code, String why) {
        guest.ended(why);
    }
}
