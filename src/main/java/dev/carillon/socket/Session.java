package dev.carillon.socket;

import dev.carillon.bus.SessionInfo;
import dev.carillon.endpoint.Account;
import dev.carillon.endpoint.Handshake;
import dev.carillon.endpoint.Peer;
import dev.carillon.endpoint.Rendering;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client connection after its handshake: the tail of its pipeline, in the place of Vert.x's handler. Speaks RFC 6455's
 * control frames itself and hands whole messages to its endpoint. Confined to the event loop of the core that accepted it.
 */
final class Session extends ChannelInboundHandlerAdapter implements Peer {
    private enum State {
        /** Messages go both ways. */
        OPEN,
        /** The server wants to close; the client is told so when all that is owed was sent, or it took too long. */
        DRAINING,
        /** The client has sent its close frame; it is answered when all that is owed was sent. */
        ANSWERING,
        /** A close frame was sent; what still comes in is not answered, and taken only while the instance drains. */
        CLOSING,
        /** The connection is gone. */
        CLOSED
    }

    private static final Logger log = LoggerFactory.getLogger(Session.class);
    private static final long DRAIN_MS = 1000;

    private final Core core;
    private final ServedEndpoint served;
    private final UUID id = UUID.randomUUID();
    private final long openedMs = System.currentTimeMillis();
    private final SessionOutput output;
    private final MessageReader reader;

    // Touched only on this core's event loop
    boolean touched;
    int position;
    long lastReadNs = System.nanoTime();
    long pingedNs = lastReadNs;
    private boolean pinged;

    private ChannelHandlerContext ctx;
    private State state = State.OPEN;
    private Object attachment;
    private CloseCause cause = CloseCause.LOST;
    private int clientCode;
    private Runnable afterAnswers;
    private ScheduledFuture<?> cut;
    private int owed;
    private boolean reading = true;

    /** @param deflate what was agreed upon, or null */
    Session(Core core, ServedEndpoint served, DeflateOffer.Agreement deflate) {
        this.core = core;
        this.served = served;
        Deflate agreed = deflate == null ? null : core.deflate();
        this.output = new SessionOutput(core, served, this, agreed);
        this.reader = new MessageReader(
                agreed,
                deflate == null ? 0 : deflate.historyBytes(),
                core.settings().maxMessageBytes());
    }

    // ---- life

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
        output.attach(context);
    }

    /** Enters the session; what it sends waits for {@link #handshakeWritten()}. */
    void open(Handshake handshake) {
        core.enter(this);
        served.metrics().opened();
        guarded(() -> served.endpoint().opened(this, handshake));
        output.joinAll();
    }

    /** The answer to the handshake is on its way: frames may follow. */
    void handshakeWritten() {
        output.open();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        if (cut != null) {
            cut.cancel(false);
        }
        core.leave(this);
        output.close();
        reader.release();
        served.metrics().closed(cause);
        guarded(() -> served.endpoint().closed(this));
    }

    // ---- in

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (message instanceof WebSocketFrame frame && state != State.CLOSED) {
                receive(frame);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        lastReadNs = System.nanoTime();
    }

    private void receive(WebSocketFrame frame) {
        if (frame instanceof CloseWebSocketFrame close) {
            closeReceived(close);
        } else if (!isListening()) {
            return;
        } else if (frame instanceof PingWebSocketFrame) {
            if (controlFrameValid(frame) && isOpen()) {
                output.control(FrameWriter.PONG, frame.content());
            }
        } else if (frame instanceof PongWebSocketFrame) {
            controlFrameValid(frame);
        } else {
            try {
                ByteBuf whole = reader.read(ctx.alloc(), frame);
                if (whole != null) {
                    deliver(whole);
                }
            } catch (MessageReader.RejectedException rejected) {
                fail(rejected.code(), rejected.getMessage(), rejected.closeCause());
            }
        }
    }

    /** What a client sent before it heard that the instance drains is not thrown away. */
    private boolean isListening() {
        return state == State.OPEN || state == State.DRAINING || state == State.CLOSING && cause == CloseCause.STOPPING;
    }

    private void deliver(ByteBuf whole) {
        try {
            served.metrics().received(1, whole.readableBytes());
            FrameMessage message = new FrameMessage(whole);
            if (reader.lastWasText()) {
                guarded(() -> served.endpoint().text(this, message));
            } else {
                guarded(() -> served.endpoint().binary(this, message));
            }
        } finally {
            whole.release();
        }
        core.wantTurnEnd();
    }

    private boolean controlFrameValid(WebSocketFrame frame) {
        if (frame.rsv() != 0) {
            fail(CloseCodes.PROTOCOL_ERROR, "Reserved bits are set", CloseCause.PROTOCOL);
            return false;
        }
        return true;
    }

    /** A bug in an endpoint ends the session at hand and no other. */
    private void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException bug) {
            core.metrics().bug();
            log.error("Endpoint at {} failed on a session, which is closed", served.path(), bug);
            close(CloseCodes.INTERNAL_ERROR, "Internal error", CloseCause.BUG);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        if (failure instanceof CorruptedWebSocketFrameException corrupted) {
            WebSocketCloseStatus status = corrupted.closeStatus();
            boolean tooBig = status.code() == CloseCodes.TOO_BIG;
            fail(status.code(), corrupted.getMessage(), tooBig ? CloseCause.TOO_BIG : CloseCause.PROTOCOL);
        } else {
            if (!(failure instanceof IOException)) {
                core.metrics().bug();
                log.error("Connection at {} failed and is closed", served.path(), failure);
            }
            context.close();
        }
    }

    // ---- close (RFC 6455, section 7)

    @Override
    public void close(int code, String reason) {
        close(code, reason, CloseCause.ENDPOINT);
    }

    /** Sends a close frame after all that waits, and cuts the connection when the client does not answer in time. */
    void close(int code, String reason, CloseCause why) {
        if (isOpen()) {
            // First the frame: what was published before still goes before it
            output.closeFrame(code, reason);
            state = State.CLOSING;
            cause = why;
            cutAfterTimeout();
        }
    }

    /** As {@link #close(int, String, CloseCause)}, but what is owed is answered first, which has its bound. */
    void closeWhenAnswered(int code, String reason, CloseCause why) {
        if (state == State.OPEN && owed > 0) {
            state = State.DRAINING;
            afterAnswers = () -> close(code, reason, why);
            ctx.executor().schedule(afterAnswers, DRAIN_MS, TimeUnit.MILLISECONDS);
        } else {
            close(code, reason, why);
        }
    }

    /** Cuts the connection without a close frame: the client does not answer anyway. */
    void cut(CloseCause why) {
        cause = why;
        ctx.close();
    }

    /** The client broke the protocol: nothing more from it can be understood. */
    private void fail(int code, String reason, CloseCause why) {
        if (ctx.pipeline().get(Takeover.DECODER) != null) {
            ctx.pipeline().remove(Takeover.DECODER);
        }
        close(code, reason, why);
        output.markFailed();
    }

    private void closeReceived(CloseWebSocketFrame frame) {
        if (state == State.OPEN || state == State.DRAINING) {
            if (!controlFrameValid(frame) || !closeReasonValid(frame.content())) {
                return;
            }
            cause = CloseCause.CLIENT;
            clientCode = frame.statusCode();
            state = State.ANSWERING;
            core.touch(this);
            cutAfterTimeout();
        } else if (output.isEmpty()) {
            ctx.close();
        } else {
            output.markLast();
        }
    }

    /** The decoder does not notice when the reason ends within a character. */
    private boolean closeReasonValid(ByteBuf body) {
        if (body.readableBytes() > 2 && !Utf8.isValid(body.slice().skipBytes(2))) {
            fail(CloseCodes.BAD_TEXT, "The reason is not UTF-8", CloseCause.PROTOCOL);
            return false;
        }
        return true;
    }

    /** However the close goes on, the connection does not outlive it for long. */
    private void cutAfterTimeout() {
        if (cut == null) {
            long timeoutMs = core.settings().closeTimeout().toMillis();
            cut = ctx.executor().schedule(() -> ctx.close(), timeoutMs, TimeUnit.MILLISECONDS);
        }
    }

    // ---- out

    @Override
    public void sendText(byte[] utf8, int length) {
        if (isOpen()) {
            output.message(FrameWriter.TEXT, utf8, length);
        }
    }

    @Override
    public void sendPublished(String channel, byte[] utf8) {
        Account account = core.channels().account(channel);
        if (isOpen()) {
            output.published(account, utf8);
        } else {
            account.gone(1);
            core.wantTurnEnd();
        }
    }

    @Override
    public void sendBinary(byte[] data) {
        if (isOpen()) {
            output.message(FrameWriter.BINARY, data, data.length);
        }
    }

    /** Sends a ping; the time of it is kept in {@link #pingedNs}. */
    void ping(long nowNs) {
        pingedNs = nowNs;
        pinged = true;
        output.control(FrameWriter.PING, Unpooled.EMPTY_BUFFER);
    }

    /** Whether the client is listened to at the moment: while it is not, its silence says nothing. */
    boolean isReading() {
        return reading;
    }

    /** Whether a ping was sent at all; it is answered when something was read since. */
    boolean awaitsPong() {
        return pinged;
    }

    /** Takes frames that many sessions share. */
    void add(Segment segment) {
        if (isOpen()) {
            output.shared(segment);
        } else {
            output.refused(segment);
        }
    }

    boolean usesDeflate() {
        return reader.inflates();
    }

    /** Writes what waits; the end of a turn. */
    void flush() {
        if (state == State.CLOSED) {
            return;
        }
        if (state == State.DRAINING && owed == 0) {
            afterAnswers.run();
        }
        if (state == State.ANSWERING && owed == 0) {
            output.closeAnswer(clientCode);
            state = State.CLOSING;
        }
        SessionOutput.Pace pace = output.flush();
        if (pace == SessionOutput.Pace.TOO_SLOW && isOpen()) {
            output.giveUp();
            close(CloseCodes.TRY_AGAIN_LATER, "Client reads too slowly", CloseCause.SLOW);
        } else if (pace == SessionOutput.Pace.CAUGHT_UP && isOpen()) {
            guarded(() -> served.endpoint().caughtUp(this));
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable() && !output.isEmpty()) {
            core.touch(this);
        }
    }

    @Override
    public void join(String channel) {
        join(channel, served.endpoint());
    }

    @Override
    public void join(String channel, Rendering rendering) {
        if (state != State.CLOSED) {
            output.join(channel, rendering);
        }
    }

    @Override
    public void leave(String channel) {
        output.leave(channel);
    }

    /** As others see it. */
    SessionInfo info() {
        return new SessionInfo(id, served.name(), "websocket", core.port(), openedMs);
    }

    // ---- as its endpoint sees it

    @Override
    public UUID id() {
        return id;
    }

    @Override
    public Object attachment() {
        return attachment;
    }

    @Override
    public void attach(Object object) {
        attachment = object;
    }

    @Override
    public boolean isOpen() {
        return state == State.OPEN || state == State.DRAINING || state == State.ANSWERING;
    }

    @Override
    public void owe(int messages) {
        owed += messages;
        if (reading && owed > core.settings().maxUnanswered()) {
            reading = false;
            ctx.channel().config().setAutoRead(false);
        }
    }

    @Override
    public void settle(int messages) {
        owed -= messages;
        if (!reading && owed <= core.settings().maxUnanswered() / 2) {
            reading = true;
            lastReadNs = System.nanoTime();
            ctx.channel().config().setAutoRead(true);
        }
        if (state == State.ANSWERING || state == State.DRAINING) {
            core.touch(this);
        }
    }
}
