package dev.carillon.chaos;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntUnaryOperator;

/**
 * Chat clients, all on one event loop. They connect from {@value #SOURCES} networks, as nginx spreads them by these. Callable from any
 * thread.
 */
final class Audience implements AutoCloseable {
    private static final int SOURCES = 12;
    private static final int MAX_FRAMES = 200_000;
    private static final int PAUSE_MS = 100;
    private static final int HELLO_SECONDS = 10;

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final IntUnaryOperator ports;

    // Touched only on the event loop
    private final List<Guest> guests = new ArrayList<>();
    private final Map<String, Frame> frames = new HashMap<>();
    private boolean closed;
    private int refusals;

    /** @param ports where a client connects to, by its index */
    Audience(IntUnaryOperator ports) {
        this.ports = ports;
    }

    /** So many connect. */
    void enter(int number) {
        onLoop(() -> {
            for (int i = 0; i < number; i++) {
                Guest guest = new Guest(this, guests.size());
                guests.add(guest);
                connect(guest);
            }
            return null;
        });
    }

    /** How many are there, and know where they are. */
    long present() {
        return onLoop(() -> guests.stream().filter(Guest::isPresent).count());
    }

    /** How many have heard all of these, or what the same speakers said later. */
    long haveHeard(List<Said> said) {
        return onLoop(() -> guests.stream()
                .filter(guest -> said.stream().allMatch(guest::hasHeard))
                .count());
    }

    /** How often one came back and was not given what it missed, so that it had to come again. */
    int refusals() {
        return onLoop(() -> refusals);
    }

    /** What each of them heard so far. */
    List<List<Heard>> heard() {
        return onLoop(
                () -> guests.stream().map(guest -> List.copyOf(guest.heard())).toList());
    }

    @Override
    public void close() {
        onLoop(() -> closed = true);
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** All get the same texts: each is parsed once. */
    Frame frame(String text) {
        if (frames.size() > MAX_FRAMES) {
            frames.clear();
        }
        return frames.computeIfAbsent(text, Frame::parse);
    }

    void countRefusal() {
        refusals++;
    }

    void comeBack(Guest guest) {
        if (!closed) {
            int pauseMs = PAUSE_MS + ThreadLocalRandom.current().nextInt(PAUSE_MS);
            group.schedule(() -> connect(guest), pauseMs, TimeUnit.MILLISECONDS);
        }
    }

    private void connect(Guest guest) {
        int port = ports.applyAsInt(guest.index());
        Listener listener = Listener.of(guest, port, guest.has());
        group.schedule(listener::expire, HELLO_SECONDS, TimeUnit.SECONDS);
        new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(listener)
                .connect(
                        new InetSocketAddress("127.0.0.1", port),
                        new InetSocketAddress("127.0." + guest.index() % SOURCES + ".1", 0))
                .addListener(connected -> {
                    if (!connected.isSuccess()) {
                        listener.end();
                    }
                });
    }

    private <T> T onLoop(Callable<T> question) {
        try {
            return group.submit(question).get(60, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
