package dev.carillon.redis;

import dev.carillon.bus.InstanceInfo;
import dev.carillon.bus.Question;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Answers what cores ask of Redis. Confined to the event loop of the bridge. */
final class Questions {
    private static final String NOTHING_SAID = "Redis did not say what came of it";

    private final Commands redis;
    private final Publisher publisher;
    private final HistoryPolicy policy;
    private final Histories histories;
    private final Directory directory;

    Questions(Commands redis, Publisher publisher, HistoryPolicy policy, Histories histories, Directory directory) {
        this.redis = redis;
        this.policy = policy;
        this.histories = histories;
        this.publisher = publisher;
        this.directory = directory;
    }

    void ask(Question<?> question, Outcome outcome, long nowNs) {
        long acceptedMs = System.currentTimeMillis();
        if (question instanceof Question.SetBox change) {
            publisher.publish(
                    List.of(change.channel()),
                    () -> BoardStore.set(change, policy, acceptedMs),
                    value(Response::toLong, outcome),
                    nowNs);
        } else if (question instanceof Question.ReadBoard) {
            redis.submit(BoardStore.read(), value(BoardStore::board, outcome));
        } else if (question instanceof Question.PublishAll call) {
            publisher.publish(
                    call.channels(),
                    () -> PublishOnce.publish(call, policy, acceptedMs),
                    value(PublishOnce::published, outcome),
                    nowNs);
        } else if (question instanceof Question.Subscribed about) {
            redis.submit(numberOfSubscribers(about.channels()), value(Questions::subscribers, outcome));
        } else if (question instanceof Question.Admit admit) {
            redis.submit(RateLimit.admit(admit), value(RateLimit::admitted, outcome));
        } else if (question instanceof Question.Recall recall) {
            histories.recall(recall, outcome, nowNs);
        } else if (question instanceof Question.FindSession find) {
            directory.find(find, outcome, nowNs);
        } else if (question instanceof Question.Instances) {
            redis.submit(
                    Request.cmd(Command.SMEMBERS).arg(Keys.INSTANCES),
                    value(members -> members, (members, failure) -> readLeases((Response) members, failure, outcome)));
        }
    }

    private void readLeases(Response members, String failure, Outcome outcome) {
        if (failure != null || members.size() == 0) {
            outcome.done(List.of(), failure);
            return;
        }
        List<String> ids = new ArrayList<>();
        Request read = Request.cmd(Command.MGET);
        for (Response member : members) {
            ids.add(member.toString());
            read.arg(Keys.lease(member.toString()));
        }
        redis.submit(read, value(leases -> instances(ids, leases), outcome));
    }

    private static List<InstanceInfo> instances(List<String> ids, Response leases) {
        List<InstanceInfo> living = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            String id = ids.get(i);
            Optional.ofNullable(leases.get(i))
                    .flatMap(lease -> InstanceRecord.read(id, lease.toString()))
                    .ifPresent(living::add);
        }
        living.sort(Comparator.comparing(InstanceInfo::name).thenComparing(InstanceInfo::id));
        return List.copyOf(living);
    }

    private static Request numberOfSubscribers(List<String> channels) {
        Request request = Request.cmd(Command.PUBSUB).arg("NUMSUB");
        channels.forEach(request::arg);
        return request;
    }

    private static List<Long> subscribers(Response namesAndNumbers) {
        List<Long> numbers = new ArrayList<>();
        for (int i = 1; i < namesAndNumbers.size(); i += 2) {
            numbers.add(namesAndNumbers.get(i).toLong());
        }
        return List.copyOf(numbers);
    }

    private static Reply value(Function<Response, ?> reader, Outcome outcome) {
        return (response, failure) -> {
            if (failure != null || response == null) {
                outcome.done(null, failure == null ? NOTHING_SAID : failure);
            } else {
                outcome.done(reader.apply(response), null);
            }
        };
    }
}
