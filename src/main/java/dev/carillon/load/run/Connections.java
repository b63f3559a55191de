package dev.carillon.load.run;

import dev.carillon.load.plan.Connecting;
import dev.carillon.load.plan.Plan;
import dev.carillon.load.plan.Target;
import dev.carillon.load.wire.Handshake;
import dev.carillon.load.wire.Reason;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/** Opens connections: to the targets in turn, from the source addresses in turn. Callable from any thread. */
final class Connections {
    private final Transport transport;
    private final Connecting connecting;
    private final Target target;
    private final List<Handshake> handshakes = new ArrayList<>();
    private final List<InetSocketAddress> addresses = new ArrayList<>();
    private final List<SslContext> tls = new ArrayList<>();
    private final BiFunction<Place, Handshake, Client> maker;

    /** @param maker makes clients of the kind that is opened here */
    Connections(Transport transport, Plan plan, BiFunction<Place, Handshake, Client> maker) {
        this.transport = transport;
        connecting = plan.connecting();
        target = plan.target();
        this.maker = maker;
        for (URI url : target.urls()) {
            handshakes.add(new Handshake(url));
            addresses.add(new InetSocketAddress(url.getHost(), Target.port(url)));
            tls.add(Target.isSecure(url) ? Tls.context(target.insecure()) : null);
        }
    }

    /** Opens a new client's connection; called on its lane. */
    void open(Place place) {
        int which = place.index() % handshakes.size();
        Client client = maker.apply(place, handshakes.get(which));
        if (place.attempt() == 0) {
            place.lane().counters.begun++;
        }
        InetSocketAddress address = addresses.get(which);
        client.timeout(place.lane()
                .loop()
                .schedule(
                        () -> client.cut(
                                "no connection within " + connecting.timeout().toMillis() + " ms"),
                        connecting.timeout().toMillis(),
                        TimeUnit.MILLISECONDS));
        place.lane().sockets++;
        if (address.isUnresolved() || place.lane().sockets > place.lane().maxSockets) {
            client.cut(address.isUnresolved() ? "unknown host " + address.getHostString() : Reason.NO_FILE);
            client.end();
            return;
        }
        ChannelFuture connected =
                bootstrap(place.lane(), client, which, address).connect(address, source(place.index()));
        connected.addListener(done -> {
            if (!done.isSuccess()) {
                client.cut(Reason.of(done.cause()));
                client.end();
            }
        });
    }

    /** A client that could not connect tries again, later. */
    void tryAgain(Client client, Batch batch) {
        Place place = client.again(this, batch, client.attempt() + 1);
        later(place, connecting.retryDelay().toMillis());
    }

    /**
     * A client that was cut comes back, later.
     *
     * @param requestedMs when the server wants it back; negative: it did not say
     */
    void comeBack(Client client, Batch batch, int requestedMs) {
        later(
                client.again(this, batch, -1),
                requestedMs >= 0
                        ? requestedMs
                        : jittered(connecting.retryDelay().toMillis()));
    }

    private void later(Place place, long delayMs) {
        place.lane().loop().schedule(() -> open(place), delayMs, TimeUnit.MILLISECONDS);
    }

    /** Those who were cut together do not come back together. */
    private static long jittered(long delayMs) {
        return delayMs / 2 + ThreadLocalRandom.current().nextLong(delayMs + 1);
    }

    private Bootstrap bootstrap(Lane lane, Client client, int which, InetSocketAddress address) {
        Bootstrap bootstrap = new Bootstrap()
                .group(lane.loop())
                .channel(transport.channel())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        connecting.timeout().toMillis())
                .handler(tls.get(which) == null ? client : secure(tls.get(which), client, address));
        if (transport.isEpoll()) {
            bootstrap.option(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true);
        }
        return bootstrap;
    }

    private static ChannelHandler secure(SslContext context, Client client, InetSocketAddress address) {
        return new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline()
                        .addLast(context.newHandler(channel.alloc(), address.getHostString(), address.getPort()))
                        .addLast(client);
            }
        };
    }

    private InetSocketAddress source(int index) {
        return target.sources().isEmpty()
                ? null
                : new InetSocketAddress(
                        target.sources().get(index % target.sources().size()), 0);
    }
}
