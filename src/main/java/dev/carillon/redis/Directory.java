package dev.carillon.redis;

import dev.carillon.bus.LocatedSession;
import dev.carillon.bus.Question;
import dev.carillon.bus.SessionInfo;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds sessions on other instances. Where a session lives is not written down anywhere: all instances are asked, on a channel of
 * their own, each asks its cores, and answers. Confined to the event loop of the bridge.
 */
final class Directory {
    static final String SOME_SILENT = "Not all instances answered";

    private static final long PATIENCE_NS = 2_000_000_000;

    private static final Logger log = LoggerFactory.getLogger(Directory.class);

    /** A question of this instance's, to all. */
    private static final class Search {
        final Outcome outcome;
        final long deadlineNs;
        long asked = Long.MAX_VALUE;
        long answered;
        boolean found;

        Search(Outcome outcome, long deadlineNs) {
            this.outcome = outcome;
            this.deadlineNs = deadlineNs;
        }
    }

    /** A question of some instance's, which this one's cores are looking into. */
    private static final class Inquiry {
        final long search;
        final String from;
        final long deadlineNs;
        int coresLeft;

        Inquiry(long search, String from, long deadlineNs) {
            this.search = search;
            this.from = from;
            this.deadlineNs = deadlineNs;
        }
    }

    /** What an instance says; {@code session} is null when it has none. */
    private record Tidings(long search, SessionInfo session, String instance, String server) {}

    private final String instance;
    private final String server;
    private final Cores cores;
    private final Commands redis;

    // Touched only on the bridge's event loop; in the order of their deadlines
    private final Map<Long, Search> searches = new LinkedHashMap<>();
    private final Map<Long, Inquiry> inquiries = new LinkedHashMap<>();
    private long lastId;

    Directory(String instance, String server, Cores cores, Commands redis) {
        this.instance = instance;
        this.server = server;
        this.cores = cores;
        this.redis = redis;
    }

    void find(Question.FindSession question, Outcome outcome, long nowNs) {
        long id = ++lastId;
        Search search = new Search(outcome, nowNs + PATIENCE_NS);
        searches.put(id, search);
        JsonObject message = new JsonObject()
                .put("search", id)
                .put("from", instance)
                .put("session", question.session().toString())
                .put("close", question.close());
        publish(Keys.CONTROL, message, (receivers, failure) -> {
            if (failure != null) {
                end(id, null, failure);
            } else if (receivers != null) {
                search.asked = receivers.toLong();
                endIfAllAnswered(id, search);
            }
        });
    }

    /** Takes a question that some instance published on {@link Keys#CONTROL}. */
    void asked(byte[] message, long nowNs) {
        Inquiry inquiry;
        UUID session;
        boolean close;
        try {
            JsonObject question = new JsonObject(Buffer.buffer(message));
            inquiry = new Inquiry(
                    question.getLong("search"),
                    Objects.requireNonNull(question.getString("from")),
                    nowNs + PATIENCE_NS);
            session = UUID.fromString(question.getString("session"));
            close = question.getBoolean("close");
        } catch (DecodeException | ClassCastException | IllegalArgumentException | NullPointerException e) {
            log.warn("What was published on {} is no question of an instance's: {}", Keys.CONTROL, e.toString());
            return;
        }
        long id = ++lastId;
        inquiries.put(id, inquiry);
        inquiry.coresLeft = cores.seek(id, session, close);
        if (inquiry.coresLeft == 0) {
            answer(id, null);
        }
    }

    /** Takes what a core of this instance says to a question. */
    void found(long id, SessionInfo session) {
        Inquiry inquiry = inquiries.get(id);
        if (inquiry != null && (--inquiry.coresLeft == 0 || session != null)) {
            answer(id, session);
        }
    }

    /** Takes what an instance says to a question of this one's. */
    void answered(byte[] message) {
        Tidings tidings;
        try {
            tidings = tidings(new JsonObject(Buffer.buffer(message)));
        } catch (DecodeException | ClassCastException | IllegalArgumentException | NullPointerException e) {
            log.warn(
                    "What was published on {} is no answer of an instance's: {}",
                    Keys.answersTo(instance),
                    e.toString());
            return;
        }
        Search search = searches.get(tidings.search);
        if (search == null) {
            return;
        }
        search.answered++;
        if (tidings.session != null) {
            search.found = true;
            locate(tidings);
        } else {
            endIfAllAnswered(tidings.search, search);
        }
    }

    private static Tidings tidings(JsonObject answer) {
        long search = answer.getLong("search");
        if (!answer.containsKey("session")) {
            return new Tidings(search, null, null, null);
        }
        SessionInfo session = new SessionInfo(
                UUID.fromString(answer.getString("session")),
                Objects.requireNonNull(answer.getString("endpoint")),
                Objects.requireNonNull(answer.getString("transport")),
                answer.getInteger("port"),
                answer.getLong("openedMs"));
        return new Tidings(
                search,
                session,
                Objects.requireNonNull(answer.getString("instance")),
                Objects.requireNonNull(answer.getString("server")));
    }

    /** Ends what took too long; called now and then. */
    void expire(long nowNs) {
        Map.copyOf(searches).forEach((id, search) -> {
            if (nowNs - search.deadlineNs >= 0) {
                end(id, null, SOME_SILENT);
            }
        });
        inquiries.values().removeIf(inquiry -> nowNs - inquiry.deadlineNs >= 0);
    }

    private void answer(long id, SessionInfo session) {
        Inquiry inquiry = inquiries.remove(id);
        JsonObject answer = new JsonObject().put("search", inquiry.search);
        if (session != null) {
            answer.put("session", session.id().toString())
                    .put("endpoint", session.endpoint())
                    .put("transport", session.transport())
                    .put("port", session.port())
                    .put("openedMs", session.openedMs())
                    .put("instance", instance)
                    .put("server", server);
        }
        publish(Keys.answersTo(inquiry.from), answer, Reply.IGNORED);
    }

    /** The session was found: what Redis knows of it is added. */
    private void locate(Tidings tidings) {
        Request count = Request.cmd(Command.HGET)
                .arg(Keys.session(tidings.session.id()))
                .arg(Keys.MESSAGE_COUNT);
        redis.submit(count, (messages, failure) -> {
            LocatedSession located = new LocatedSession(
                    tidings.session, tidings.instance, tidings.server, messages == null ? null : messages.toLong());
            end(tidings.search, Optional.of(located), null);
        });
    }

    private void endIfAllAnswered(long id, Search search) {
        if (search.answered >= search.asked && !search.found) {
            end(id, Optional.empty(), null);
        }
    }

    private void end(long id, Object value, String failure) {
        Search search = searches.remove(id);
        if (search != null) {
            search.outcome.done(value, failure);
        }
    }

    private void publish(String channel, JsonObject message, Reply reply) {
        redis.submit(Request.cmd(Command.PUBLISH).arg(channel).arg(message.encode()), reply);
    }
}
