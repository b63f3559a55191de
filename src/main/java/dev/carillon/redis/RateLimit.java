package dev.carillon.redis;

import dev.carillon.bus.Question;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/** Requests counted over all instances, in windows of a fixed length. Pure. */
final class RateLimit {
    // Key: the counter. Arguments: limit, length of the window in ms. Beyond the limit nothing is counted
    private static final String ADMIT = """
            local used = tonumber(redis.call('GET', KEYS[1]) or '0') + 1
            if used <= tonumber(ARGV[1]) then redis.call('INCR', KEYS[1]) end
            if used == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
            return {used, redis.call('PTTL', KEYS[1])}
            """;

    private RateLimit() {}

    static Request admit(Question.Admit request) {
        return Request.cmd(Command.EVAL)
                .arg(ADMIT)
                .arg(1)
                .arg(Keys.rate(request.who()))
                .arg(request.limit())
                .arg(request.windowMs());
    }

    static Question.Admitted admitted(Response usedAndRest) {
        return new Question.Admitted(
                usedAndRest.get(0).toLong(), Math.max(0, usedAndRest.get(1).toLong()));
    }
}
