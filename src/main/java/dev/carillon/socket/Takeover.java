package dev.carillon.socket;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.ReadOnlyHttpHeaders;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.net.impl.VertxHandler;

/**
 * Answers a handshake and puts a {@link Session} in the place of Vert.x's handler: the one class that knows Vert.x's and Netty's
 * insides. For Vert.x the connection ends here, so that it lets go of what it keeps for one (9 KB).
 *
 * <p>Frames may come in the same packet as the handshake: Netty passes them on while it changes the pipeline. So the session is
 * in its place, and knows its endpoint, before the handshake is answered.
 */
final class Takeover {
    /** Name of Netty's frame decoder in the pipeline. */
    static final String DECODER = "wsdecoder";

    private static final String ENCODER = "wsencoder";
    private static final String SESSION = "session";

    private final int maxMessageBytes;

    Takeover(int maxMessageBytes) {
        this.maxMessageBytes = maxMessageBytes;
    }

    /**
     * Turns a connection into a session. Called on the event loop of the connection, within the request's handler.
     *
     * @param request a handshake that was found to be in order
     * @param extensions the value of Sec-WebSocket-Extensions to answer with, or null
     */
    void perform(HttpServerRequest request, Session session, String extensions) {
        ChannelHandlerContext vertxTail = ((ConnectionBase) request.connection()).channelHandlerContext();
        VertxHandler<?> vertxHandler = (VertxHandler<?>) vertxTail.handler();
        ChannelPipeline pipeline = vertxTail.pipeline();

        request.response().endHandler(null);
        pipeline.replace(vertxHandler, SESSION, session);
        ShutdownShield.remove(vertxTail);
        session.open(request::getParam);

        HttpHeaders answer = extensions == null
                ? EmptyHttpHeaders.INSTANCE
                : new ReadOnlyHttpHeaders(false, HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS, extensions);
        ChannelPromise written = pipeline.newPromise();
        written.addListener(done -> {
            if (done.isSuccess()) {
                pipeline.remove(ENCODER);
                session.handshakeWritten();
            } else {
                // The connection ended meanwhile, perhaps before the session could hear of it
                pipeline.channel().close();
                session.channelInactive(null);
            }
        });
        handshaker(extensions != null).handshake(pipeline.channel(), handshake(request), answer, written);
        vertxHandler.channelInactive(vertxTail);
    }

    private WebSocketServerHandshaker13 handshaker(boolean deflate) {
        WebSocketDecoderConfig config = WebSocketDecoderConfig.newBuilder()
                .allowExtensions(deflate)
                .maxFramePayloadLength(maxMessageBytes)
                .closeOnProtocolViolation(false)
                .build();
        return new WebSocketServerHandshaker13(null, null, config);
    }

    private static FullHttpRequest handshake(HttpServerRequest request) {
        HttpHeaders headers = new ReadOnlyHttpHeaders(
                false,
                HttpHeaderNames.CONNECTION,
                HttpHeaderValues.UPGRADE,
                HttpHeaderNames.UPGRADE,
                HttpHeaderValues.WEBSOCKET,
                HttpHeaderNames.SEC_WEBSOCKET_KEY,
                request.getHeader(HttpHeaderNames.SEC_WEBSOCKET_KEY));
        return new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                HttpMethod.GET,
                request.uri(),
                Unpooled.EMPTY_BUFFER,
                headers,
                EmptyHttpHeaders.INSTANCE);
    }
}
