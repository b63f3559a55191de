package dev.carillon.load.run;

import dev.carillon.load.result.Fault;
import dev.carillon.load.result.Latencies;
import dev.carillon.load.wire.Clock;
import dev.carillon.load.wire.Payload;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** One event loop, and everything that belongs to its clients. Confined to that event loop but for {@link #loop}. */
final class Lane {
    private static final long TICK_MS = 5;
    private static final int REASONS = 20;

    private final EventLoop loop;
    private final Clock clock;
    private final long deadlineUs;
    private final long startUs;

    final Counters counters = new Counters();
    final Findings findings = new Findings();
    final Tails tails = new Tails();
    /** Those that are connected. */
    final Roster roster = new Roster();
    /** Those that were cut and will be resumed, until they are, by their index. */
    final Map<Integer, Client> away = new HashMap<>();
    /** Those that publish, by their index. */
    final List<Publisher> publishers = new ArrayList<>();

    /** Connections, and attempts at one. */
    int sockets;
    /** For how many there are files. */
    final long maxSockets;

    private final Map<String, Long> reasons = new LinkedHashMap<>();
    private Histogram corrected = Latencies.histogram();
    private Histogram uncorrected = Latencies.histogram();
    private Histogram lag = Latencies.histogram();
    private Histogram sendLag = Latencies.histogram();
    private String lastReason = "";
    private long nextTickUs;
    /** Where in a text the last identity was found. */
    int payloadAt;
    /** The identity of the message that is being read. */
    final byte[] identity = new byte[Payload.LENGTH];
    /** Where messages are made. */
    final byte[] scratch;

    /** The first text that was none of ours. */
    String firstForeign = "";

    Lane(EventLoop loop, Clock clock, long startUs, long deadlineUs, int payloadBytes, long maxSockets) {
        this.loop = loop;
        this.clock = clock;
        this.startUs = startUs;
        this.deadlineUs = deadlineUs;
        this.maxSockets = maxSockets;
        scratch = new byte[payloadBytes];
    }

    EventLoop loop() {
        return loop;
    }

    /** No more will come to anybody: counts what is missing. */
    void settle() {
        roster.forEach(client -> client.settle(false));
        away.values().forEach(client -> client.settle(true));
    }

    long nowUs() {
        return clock.nowUs();
    }

    /** Milliseconds since the start of the run. */
    long atMs() {
        return (clock.nowUs() - startUs) / 1000;
    }

    /** Starts to watch how late this event loop is. */
    void start() {
        nextTickUs = clock.nowUs() + TICK_MS * 1000;
        loop.schedule(this::tick, TICK_MS, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        long now = clock.nowUs();
        Latencies.record(lag, now - nextTickUs, TICK_MS * 1000);
        nextTickUs = now + TICK_MS * 1000;
        loop.schedule(this::tick, TICK_MS, TimeUnit.MILLISECONDS);
    }

    /** A message was written so late after its due time, for which this loop alone is to blame. */
    void sendLag(long us) {
        Latencies.record(sendLag, us);
    }

    /** A message has arrived: both latencies, and whether it was late. */
    void latency(Account account, int stream, int publisher, int number, int client, long dueUs, long nowUs) {
        long latencyUs = nowUs - dueUs;
        Latencies.record(corrected, latencyUs);
        if (account.sample(stream, dueUs, nowUs)) {
            Latencies.record(uncorrected, latencyUs);
        }
        if (latencyUs > deadlineUs) {
            findings.add(Fault.LATE, publisher, number, client, atMs());
        }
    }

    /** A latency that is its own correction: of a connection, or in a closed loop. */
    void latency(long dueUs, long sentUs, long nowUs) {
        Latencies.record(corrected, nowUs - dueUs);
        Latencies.record(uncorrected, nowUs - sentUs);
    }

    /** Why a connection failed or was cut; the first {@value #REASONS} are kept. */
    void reason(String why) {
        lastReason = why;
        if (reasons.containsKey(why) || reasons.size() < REASONS) {
            reasons.merge(why, 1L, Long::sum);
        }
    }

    String lastReason() {
        return lastReason;
    }

    /** What happened since the last one; starts anew. */
    LaneSample sample() {
        LaneSample sample = new LaneSample(counters.toMap(), faults(), corrected, uncorrected, lag, sendLag);
        corrected = Latencies.histogram();
        uncorrected = Latencies.histogram();
        lag = Latencies.histogram();
        sendLag = Latencies.histogram();
        return sample;
    }

    /** What stands at the end. */
    LaneResult result() {
        return new LaneResult(
                counters.toMap(),
                faults(),
                List.copyOf(findings.first()),
                new LinkedHashMap<>(reasons),
                firstForeign,
                tails.byStream());
    }

    private long[] faults() {
        long[] faults = new long[Fault.values().length];
        for (Fault fault : Fault.values()) {
            faults[fault.ordinal()] = findings.count(fault);
        }
        return faults;
    }
}
