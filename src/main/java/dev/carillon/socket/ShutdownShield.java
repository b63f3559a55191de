package dev.carillon.socket;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.net.impl.ShutdownEvent;

/**
 * Keeps from a connection that its server shuts down: Vert.x would cut it at once, whatever the grace period, although a request
 * on it awaits its answer. Immutable; shared by all connections.
 */
@ChannelHandler.Sharable
final class ShutdownShield extends ChannelInboundHandlerAdapter {
    private static final ShutdownShield SHARED = new ShutdownShield();

    private ShutdownShield() {}

    static void protect(HttpConnection connection) {
        ((ConnectionBase) connection).channelHandlerContext().pipeline().addFirst(SHARED);
    }

    /** A session hears nothing of the shutdown anyway. */
    static void remove(ChannelHandlerContext context) {
        context.pipeline().remove(SHARED);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (!(event instanceof ShutdownEvent)) {
            context.fireUserEventTriggered(event);
        }
    }
}
