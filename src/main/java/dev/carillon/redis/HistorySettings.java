package dev.carillon.redis;

import dev.carillon.setting.Setting;
import java.util.ArrayList;
import java.util.List;

/** Which channels keep a history, so that what was missed can be given later. Immutable. */
public record HistorySettings(
        @Setting(
                value = "chat 1000 5m,server-event 1000 5m,server:broker 1000 5m",
                pattern = "\\S+ +\\d{1,9} +\\d{1,9}(ms|s|m|h)",
                expected = "<channel> <messages> <time>, as in chat 1000 5m; a channel may end with *",
                doc =
                        "Channels that keep a history in Redis: how many messages at least, and how long at least if there are"
                                + " no more; none: Redis forgets what it has published.")
        List<String> channels,

        @Setting(
                value = "auto",
                doc =
                        "When messages of channels with history are also published on the channel as they are, for foreign"
                                + " subscribers: always, never, or only while there are any (auto).")
        Mirror mirror,

        @Setting(
                value = "1048576",
                min = 0,
                max = 1_073_741_824,
                doc = "Bytes of a channel's latest messages that an instance keeps at hand for clients that come back;"
                        + " what is older they get from Redis.")
        int recentBytes,

        @Setting(
                value = "524288",
                min = 0,
                max = 1_073_741_824,
                doc = "Bytes of missed messages that a client that comes back is given; the oldest beyond are announced"
                        + " as a gap.")
        int recallBytes) {

    /** When a message goes out raw as well. */
    public enum Mirror {
        /** While somebody else than instances listens. */
        AUTO,
        /** Always. */
        ALWAYS,
        /** Never. */
        NEVER
    }

    public HistorySettings {
        channels = List.copyOf(channels);
    }

    /** What is wrong with the channels as configured. */
    public static List<String> faults(List<String> channels) {
        List<String> faults = new ArrayList<>();
        List<String> patterns = new ArrayList<>();
        for (String text : channels) {
            Retention retention = Retention.parse(text);
            if (retention.size() < 1 || retention.size() > Retention.MAX_SIZE) {
                faults.add(retention.pattern() + " has to keep 1 to " + Retention.MAX_SIZE + " messages");
            } else if (retention.ageMs() < 1000) {
                faults.add(retention.pattern() + " has to keep messages for 1s at least");
            } else if (patterns.contains(retention.pattern())) {
                faults.add(retention.pattern() + " is there twice");
            }
            patterns.add(retention.pattern());
        }
        return faults;
    }
}
