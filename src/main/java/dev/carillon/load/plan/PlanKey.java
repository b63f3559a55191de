package dev.carillon.load.plan;

import java.util.Locale;

/**
 * The options of a run, each with its default. {@code BATCH_SIZE} is {@code --batch-size} on the command line, {@code batchSize}
 * in a plan file and {@code BATCH_SIZE} in the environment. Immutable.
 */
public enum PlanKey {
    SCENARIO("NAME", "sessions", "what the clients do: " + Scenario.names()),
    URL("URL", "", "where: ws:// or wss://, several with commas (default: ws://localhost and the scenario's path)"),
    CLIENTS("N", "1000", "how many clients connect"),
    RATE(
            "N",
            "0",
            "open loop: messages (connect: connections) a second, all publishers together; sessions without it: closed loop"),
    SCHEDULE("NAME", "constant", "when they are due: constant or poisson"),
    DURATION("TIME", "10s", "how long; sessions: 0 until each client has sent its messages (its default)"),
    MESSAGES_PER_CLIENT("N", "30", "sessions: how many messages each client sends; 0 without end"),
    PUBLISHERS("N", "1", "chat, board: connections that publish; users: connections to the back-end"),
    PAYLOAD_BYTES("N", "64", "size of a message; 48 at least, for it carries run, publisher, number and due time"),
    BATCH_SIZE("N", "1000", "clients that connect together"),
    BATCH_INTERVAL("TIME", "1000", "time between two batches"),
    MAX_ACTIVE_BATCHES("N", "50", "batches under way at once"),
    CONNECTION_TIMEOUT("TIME", "10000", "how long a connection and its handshake may take"),
    RETRIES("N", "3", "how often a client that could not connect tries again"),
    RETRY_DELAY("TIME", "1s", "time before it does"),
    RECONNECT(
            "",
            "false",
            "clients that were cut connect again, after the time that the server asked for or about --retry-delay, and that is no failure"),
    RESUME("", "false", "chat: they also ask for what they missed meanwhile (?hello=1&offsets=1&resume=...)"),
    MEMORY_CHECK_INTERVAL("TIME", "2000", "how often memory is looked at; once a second at most"),
    MAX_MEMORY_USAGE("SHARE", "0.85", "of its own heap or the machine's memory; above it, it slows down"),
    MAX_PENDING_BYTES(
            "N", "8388608", "bytes that may wait for a server that does not read; beyond, messages stay unsent"),
    DEADLINE("TIME", "5s", "a message that takes longer is late; also the wait for the last ones"),
    SETTLE("TIME", "200ms", "time between the last connection and the first message"),
    VERIFY("", "false", "exit code 3 if a message is lost, duplicated, out of order or late, or a client cut"),
    SOURCE("RANGE", "", "addresses to connect from, as 127.0.0.1-127.0.11.1 (its default for a loopback target); any"),
    THREADS("N", "0", "event loops; 0: one for each processor"),
    WORKER("I/N", "1/1", "this process does share I of N; 'report' merges them"),
    RUN_ID("HEX", "", "up to 8 hexadecimal digits that all workers share (default: drawn at random)"),
    START_AT("SECONDS", "0", "first message not before this time, in seconds since 1970; for workers"),
    STEPS(
            "LIST",
            "",
            "faults, as: at 10s run \"command\"; several with semicolons; of several workers the first runs them"),
    PUBLISH("WAY", "redis", "users: how the back-end publishes: redis or http"),
    REDIS_URL("URL", "redis://localhost:6379", "users: where Redis is"),
    USER_CHANNEL("TEXT", "user:", "users: what stands before the name in the Redis channel"),
    API_URL("URL", "", "users: the HTTP API (default: the target's host and port, /api/v1/users/{name}/messages)"),
    API_BODY("TEXT", "{\"message\":\"{message}\"}", "users: what is posted"),
    API_KEY("SECRET", "", "users: shown to the HTTP API as bearer token"),
    SESSIONS_PER_USER("N", "1", "users: clients with the same name"),
    STATE_URL("URL", "", "board: where the state is (default: the target's host and port, /state)"),
    INSECURE("", "false", "wss: any certificate will do"),
    SERVER_PID("PID", "0", "process whose memory is shown too"),
    MAX_LAG(
            "TIME",
            "50ms",
            "the run is invalid if p99 of its own event loops' or sends' lateness is above, or p99.9 and that is most of the messages' p99.9"),
    MAX_CPU("SHARE", "0.95", "the run is invalid if its threads were busier in a quarter of its seconds"),
    BASELINE("FILE", "", "results.json to compare with"),
    TOLERANCE("PERCENT", "10%", "slower than the baseline by more is exit code 5"),
    RESULTS("FOLDER", "loadtest-results", "a folder for each run is made there"),
    DISPLAY_INTERVAL("TIME", "5s", "time between two lines when the output is no terminal");

    private final String label;
    private final String standard;
    private final String description;

    PlanKey(String label, String standard, String description) {
        this.label = label;
        this.standard = standard;
        this.description = description;
    }

    /** The name on the command line, without dashes. */
    public String option() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The name in a plan file. */
    public String property() {
        String[] words = name().toLowerCase(Locale.ROOT).split("_");
        StringBuilder property = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) {
            property.append(Character.toUpperCase(words[i].charAt(0))).append(words[i].substring(1));
        }
        return property.toString();
    }

    /** The value when none is given. */
    public String standard() {
        return standard;
    }

    /** What its value is called, empty for one that is on or off. */
    public String label() {
        return label;
    }

    /** Whether its value is never shown. */
    public boolean isSecret() {
        return this == REDIS_URL || this == API_KEY;
    }

    /** Whether it is on or off. */
    public boolean isSwitch() {
        return label.isEmpty();
    }

    public String description() {
        return description;
    }
}
