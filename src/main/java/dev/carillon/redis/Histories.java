package dev.carillon.redis;

import dev.carillon.bus.Gap;
import dev.carillon.bus.Position;
import dev.carillon.bus.Question;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The channels with history that this instance follows. Confined to the event loop of the bridge. */
final class Histories implements Track.Listener {
    /** Takes what comes of the channels, in order. */
    interface Listener {
        /** A message. */
        void message(String channel, Envelope envelope);

        /** Messages are missing. */
        void missed(Gap gap);

        /** Nothing is missing up to this position. */
        void settled(String channel, Position position);
    }

    // So that sessions can write one page before the next is there
    private static final long BYTES_A_MS = 16 * 1024;

    private static final int LOOKED_AT = 100;

    private final Vertx vertx;
    private final HistoryPolicy policy;
    private final HistoryReader reader;
    private final Recalls recalls;
    private final RedisMetrics metrics;
    private final Commands redis;
    private final Listener listener;
    private final int recentBytes;

    // Touched only on the bridge's event loop
    private final Map<String, Track> tracks = new HashMap<>();
    private byte[] mirrored;
    private String mirroredOn;

    Histories(
            Vertx vertx,
            HistoryPolicy policy,
            HistoryReader reader,
            Recalls recalls,
            RedisMetrics metrics,
            Commands redis,
            Listener listener,
            int recentBytes) {
        this.vertx = vertx;
        this.policy = policy;
        this.reader = reader;
        this.recalls = recalls;
        this.metrics = metrics;
        this.redis = redis;
        this.listener = listener;
        this.recentBytes = recentBytes;
    }

    boolean keeps(String channel) {
        return policy.keeps(channel);
    }

    /** Whether what is published on the channel while Redis does not push it is passed on later, to all who are to get it. */
    boolean isRecoverable(String channel) {
        Track track = tracks.get(channel);
        return keeps(channel) && (track == null || track.position() != null);
    }

    /** The channel is followed from now on; returns whether it was not before. */
    boolean open(String channel) {
        if (tracks.containsKey(channel)) {
            return false;
        }
        tracks.put(channel, new Track(channel, policy.of(channel), reader, this, recentBytes));
        return true;
    }

    /** The channel is followed no more. */
    void close(String channel) {
        Track track = tracks.remove(channel);
        if (track != null) {
            track.close();
        }
    }

    /** Whether all that is published on the channel is passed on; true for those without history. */
    boolean isSettled(String channel) {
        Track track = tracks.get(channel);
        return track == null || track.isSettled();
    }

    /** How far the channel is; null when that is not known. */
    Position position(String channel) {
        Track track = tracks.get(channel);
        return track == null ? null : track.position();
    }

    /** How many of the channels have yet to be read. */
    long unsettled(Set<String> channels) {
        return channels.stream().filter(channel -> !isSettled(channel)).count();
    }

    /** Redis has confirmed that it pushes the channel's envelopes, and what is published past them. */
    void subscribed(String channel) {
        Track track = tracks.get(channel);
        if (track != null) {
            track.subscribed();
        }
    }

    /** The subscriber's connection is gone. */
    void unsubscribed() {
        tracks.values().forEach(Track::unsubscribed);
        mirroredOn = null;
        mirrored = null;
    }

    /** Redis pushed an envelope of the channel. */
    void pushed(String channel, byte[] text) {
        Envelope envelope = Envelope.parse(text);
        Track track = tracks.get(channel);
        mirroredOn = null;
        if (envelope != null && track != null) {
            if (envelope.kind() == Envelope.Kind.MIRRORED) {
                mirroredOn = channel;
                mirrored = envelope.payload();
            }
            track.pushed(envelope);
        }
    }

    /** Whether what Redis pushed is what it pushed just before in an envelope: it is published in the same step. */
    boolean isMirrored(String channel, byte[] payload) {
        boolean mirror = channel.equals(mirroredOn) && Arrays.equals(payload, mirrored);
        mirroredOn = null;
        mirrored = null;
        return mirror;
    }

    /** Answers with a {@link Question.Recalled}. */
    void recall(Question.Recall question, Outcome outcome, long nowNs) {
        recalls.recall(tracks.get(question.channel()), question.since(), outcome, nowNs);
    }

    /** Does again what failed; called now and then while Redis is there. */
    void look() {
        tracks.values().forEach(Track::look);
    }

    /** Compares the positions of some channels with Redis': what is missing may be followed by nothing that would show it. */
    void compare(Set<String> channels) {
        channels.stream().filter(tracks::containsKey).limit(LOOKED_AT).forEach(this::compare);
    }

    private void compare(String channel) {
        Request head =
                Request.cmd(Command.HMGET).arg(Keys.head(channel)).arg("epoch").arg("offset");
        redis.submit(head, (fields, failure) -> {
            Track track = tracks.get(channel);
            if (track != null && fields != null && fields.get(0) != null && fields.get(1) != null) {
                track.found(new Position(fields.get(0).toString(), fields.get(1).toLong()));
            }
        });
    }

    /** Fails what waited too long; called now and then. */
    void expire(long nowNs) {
        recalls.expire(nowNs);
    }

    @Override
    public void next(Track track, Step step) {
        if (step instanceof Step.Message message) {
            listener.message(track.channel(), message.envelope());
        } else {
            Gap gap = ((Step.Hole) step).gap();
            metrics.gap(gap.reason());
            listener.missed(gap);
        }
        if (recalls.isWaiting() && track.isSettled()) {
            recalls.further(track);
        }
    }

    @Override
    public void settled(Track track) {
        listener.settled(track.channel(), track.position());
        recalls.further(track);
    }

    @Override
    public void recovered(int messages) {
        metrics.recovered(messages);
    }

    @Override
    public void repeated() {
        metrics.repeated();
    }

    @Override
    public void later(long bytes, Runnable action) {
        vertx.setTimer(Math.max(1, bytes / BYTES_A_MS), timer -> action.run());
    }
}
