package dev.carillon.redis;

import dev.carillon.bus.Board;
import dev.carillon.bus.Question;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.Arrays;
import java.util.List;

/** The shared checkboxes in Redis. Pure. */
final class BoardStore {
    private static final String VERSION = "version";

    // Key: the board. Arguments: box, value, what is published before and behind the version, channel, how much of it
    // is kept
    static final Script SET = HistoryScript.withDefinitions("""
            redis.call('HSET', KEYS[1], ARGV[5], ARGV[6])
            local version = redis.call('HINCRBY', KEYS[1], 'version', 1)
            publish(ARGV[9], ARGV[7] .. whole(version) .. ARGV[8], ARGV[10], ARGV[11])
            return version
            """);

    private BoardStore() {}

    /** Sets a box and publishes {@code {"event":"checkbox-update","data":{"index":i,"value":b,"version":n}}}. */
    static Request set(Question.SetBox change, HistoryPolicy policy, long acceptedMs) {
        Request request = policy.script(SET, List.of(Keys.BOARD), acceptedMs)
                .arg(change.index())
                .arg(change.value() ? "1" : "0")
                .arg(BoardChange.head(change.index(), change.value()))
                .arg(BoardChange.tail())
                .arg(change.channel());
        return policy.terms(request, change.channel());
    }

    static Request read() {
        return Request.cmd(Command.HGETALL).arg(Keys.BOARD);
    }

    /** What {@link #read()} brought. */
    static Board board(Response fields) {
        Boolean[] boxes = new Boolean[Board.SIZE];
        Arrays.fill(boxes, false);
        for (int i = 0; i < boxes.length; i++) {
            Response box = fields.get(String.valueOf(i));
            boxes[i] = box != null && box.toString().equals("1");
        }
        Response version = fields.get(VERSION);
        return new Board(Arrays.asList(boxes), version == null ? 0 : version.toLong());
    }
}
