package dev.carillon.redis;

import java.util.UUID;

/** Names of the keys that Carillon uses in Redis. Pure. */
final class Keys {
    /** Field of a session's hash that holds how many of its messages were counted. */
    static final String MESSAGE_COUNT = "messageCount";

    /** What the keys of the sessions' hashes begin with. */
    static final String SESSION_PREFIX = "session:";

    /** The set of the ids of all instances that may have entered sessions. */
    static final String INSTANCES = "carillon:instances";

    /** The hash of the shared checkboxes: a field for each that was ever set, and the version. */
    static final String BOARD = "carillon:board";

    /** Where instances ask one another. */
    static final String CONTROL = "carillon:control";

    private static final String ENVELOPES = "carillon:channel:";

    private Keys() {}

    /** Where the messages of a channel with history are published with their positions. */
    static String envelopes(String channel) {
        return ENVELOPES + channel;
    }

    /** The channel whose envelopes are published here, or null when it is no channel of envelopes. */
    static String enveloped(String channel) {
        return channel.startsWith(ENVELOPES) ? channel.substring(ENVELOPES.length()) : null;
    }

    /** What is known of the last message of a channel with history. */
    static String head(String channel) {
        return "carillon:head:" + channel;
    }

    /** The hash of a session. */
    static String session(UUID id) {
        return SESSION_PREFIX + id;
    }

    /** There as long as the instance renews it. */
    static String lease(String instance) {
        return "carillon:lease:" + instance;
    }

    /** The set of the ids of the sessions that the instance entered. */
    static String sessionsOf(String instance) {
        return "carillon:sessions:" + instance;
    }

    /** Where an instance is answered. */
    static String answersTo(String instance) {
        return "carillon:instance:" + instance;
    }

    /** Where an instance hears its own canary. */
    static String canaryOf(String instance) {
        return "carillon:canary:" + instance;
    }

    /** The number of requests in a window. */
    static String rate(String who) {
        return "carillon:rate:" + who;
    }

    /** What a call with an idempotency key was answered. */
    static String once(String key) {
        return "carillon:once:" + key;
    }

    /** There when the server event of an interval was sent by one of the instances. */
    static String serverEvent(long interval) {
        return "carillon:server-event:" + interval;
    }
}
