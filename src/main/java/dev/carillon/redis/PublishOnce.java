package dev.carillon.redis;

import dev.carillon.bus.Question;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;

/** Publishes on several channels at once; the same call within five minutes once. Pure. */
final class PublishOnce {
    private static final long REMEMBERED_MS = 300_000;

    // Key: what was answered to the idempotency key, if there is one. Arguments: how long it is remembered in ms,
    // fingerprint, payload, then for each channel its name and how much of it is kept. Answers 0 (published), 1
    // (repeated) or 2
    // (another call had the key), then the receivers by channel. What nobody received is not remembered: a repetition
    // may find
    // somebody
    static final Script PUBLISH = HistoryScript.withDefinitions("""
            if #KEYS == 1 then
              local before = redis.call('LRANGE', KEYS[1], 0, -1)
              if #before > 0 then
                if before[1] ~= ARGV[6] then return {2} end
                before[1] = 1
                return before
              end
            end
            local receivers = {0}
            local heard = 0
            for i = 8, #ARGV, 3 do
              local received = publish(ARGV[i], ARGV[7], ARGV[i + 1], ARGV[i + 2])
              table.insert(receivers, received)
              heard = heard + received
            end
            if #KEYS == 1 and heard > 0 then
              redis.call('RPUSH', KEYS[1], ARGV[6], unpack(receivers, 2))
              redis.call('PEXPIRE', KEYS[1], ARGV[5])
            end
            return receivers
            """);

    private PublishOnce() {}

    static Request publish(Question.PublishAll call, HistoryPolicy policy, long acceptedMs) {
        Question.OnlyOnce onlyOnce = call.onlyOnce();
        List<String> keys = onlyOnce == null ? List.of() : List.of(Keys.once(onlyOnce.key()));
        Request request = policy.script(PUBLISH, keys, acceptedMs)
                .arg(REMEMBERED_MS)
                .arg(onlyOnce == null ? "" : onlyOnce.content())
                .arg(call.payload());
        for (String channel : call.channels()) {
            policy.terms(request.arg(channel), channel);
        }
        return request;
    }

    static Question.Published published(Response answer) {
        long kind = answer.get(0).toLong();
        List<Long> receivers = new ArrayList<>();
        for (int i = 1; i < answer.size(); i++) {
            receivers.add(answer.get(i).toLong());
        }
        return new Question.Published(List.copyOf(receivers), kind == 1, kind == 2);
    }
}
