/** What the bridge owns: the connections to Redis and all that is asked of it. The only user of the Redis client. */
package dev.carillon.redis;
