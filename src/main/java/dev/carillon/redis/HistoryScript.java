package dev.carillon.redis;

/**
 * How channels with history are written and read, in Lua: what is published and what is remembered of it are one step. Pure.
 *
 * <p>Of a channel there is a hash, its head (the last offset, the epoch, which Redis gave it, where it began and what was before), and a
 * stream with its latest messages, the ids of which are {@code <offset>-<ms since 1970>}.
 */
final class HistoryScript {
    // Arguments 1 to 4: identity of this Redis, what the name of an epoch begins with, when the message was accepted,
    // when to mirror. An epoch begins when this is another Redis than that of the last message, or when the head is
    // gone: it was deleted, evicted or too old. The time makes its name new even if the same instance begins both.
    // publish() answers how many instances and others received it. Time is looked after once in a while: a mark that is
    // as old as messages may be lets go of what was there when it was set
    private static final String DEFINITIONS = """
            local identity, fresh, accepted, mirror = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
            local function whole(number) return string.format('%.0f', number) end
            local function enter(channel)
              local head, stream = 'carillon:head:' .. channel, 'carillon:history:' .. channel
              local known = redis.call('HMGET', head, 'identity', 'epoch', 'offset', 'marked', 'mark')
              if known[1] == identity then return known[2], known[4], known[5] end
              if not known[3] then redis.call('DEL', stream) end
              local begun = redis.call('TIME')
              local epoch = fresh .. '-' .. begun[1] .. '-' .. begun[2]
              redis.call('HSET', head, 'identity', identity, 'epoch', epoch, 'before', known[2] or '',
                'start', known[3] or '0', 'offset', known[3] or '0')
              return epoch, known[4], known[5]
            end
            local function keep(channel, age)
              redis.call('PEXPIRE', 'carillon:history:' .. channel, 2 * age)
              redis.call('PEXPIRE', 'carillon:head:' .. channel, math.max(2 * age, 172800000))
            end
            local function publish(channel, payload, size, age)
              if size == '0' then return redis.call('PUBLISH', channel, payload) end
              local head, stream, own = 'carillon:head:' .. channel, 'carillon:history:' .. channel, 'carillon:channel:' .. channel
              local epoch, marked, mark = enter(channel)
              local offset = whole(redis.call('HINCRBY', head, 'offset', 1))
              local now = redis.call('TIME')
              now = now[1] .. string.format('%03d', math.floor(now[2] / 1000))
              redis.call('XADD', stream, 'MAXLEN', '~', size, offset .. '-' .. now, 'e', epoch, 'a', accepted, 'm', payload)
              if not marked or tonumber(now) - tonumber(marked) >= tonumber(age) then
                if mark then redis.call('XTRIM', stream, 'MINID', '=', mark) end
                redis.call('HSET', head, 'marked', now, 'mark', offset)
                keep(channel, age)
              end
              local mirrored = mirror == 'always'
              if mirror == 'auto' then
                local listening = redis.call('PUBSUB', 'NUMSUB', channel, own)
                mirrored = listening[2] > listening[4] or redis.call('PUBSUB', 'NUMPAT') > 0
              end
              local received = redis.call('PUBLISH', own,
                epoch .. ' ' .. offset .. ' ' .. accepted .. ' ' .. (mirrored and 'm' or '-') .. '\\n' .. payload)
              if mirrored then received = math.max(received, redis.call('PUBLISH', channel, payload)) end
              return received
            end
            """;

    /** Publishes one message. Arguments 5 to 8: channel, payload, size, age in ms. */
    static final Script PUBLISH = withDefinitions("""
            return publish(ARGV[5], ARGV[6], ARGV[7], ARGV[8])
            """);

    /** Tells on the channel of envelopes how far the channel is. Arguments 5, 6: channel, age in ms. */
    static final Script TELL_HEAD = withDefinitions("""
            local channel = ARGV[5]
            local epoch = enter(channel)
            keep(channel, ARGV[6])
            local offset = redis.call('HGET', 'carillon:head:' .. channel, 'offset')
            return redis.call('PUBLISH', 'carillon:channel:' .. channel, epoch .. ' ' .. offset .. ' 0 h\\n')
            """);

    /**
     * Reads a page. Arguments 5 to 8: channel, epoch and offset of the last message that is there already, how many at most. Answers
     * epoch, offset of the last message, where the epoch began, the epoch before, the entries.
     */
    static final Script READ = withDefinitions("""
            local channel, since = ARGV[5], tonumber(ARGV[7])
            local epoch = enter(channel)
            local head = redis.call('HMGET', 'carillon:head:' .. channel, 'offset', 'start', 'before')
            local start = tonumber(head[2])
            if epoch ~= ARGV[6] then
              since = head[3] == ARGV[6] and math.min(since, start) or start
            end
            local entries = redis.call('XRANGE', 'carillon:history:' .. channel, whole(since + 1), '+', 'COUNT', ARGV[8])
            return {epoch, head[1], head[2], head[3], entries}
            """);

    private HistoryScript() {}

    /** A script that may call {@code publish(channel, payload, size, age)}; its own arguments begin with the fifth. */
    static Script withDefinitions(String script) {
        return Script.of(DEFINITIONS + script);
    }
}
