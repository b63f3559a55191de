package dev.carillon.redis;

/** Is told how a question was answered, once, on the event loop of the bridge. */
interface Outcome {
    /**
     * @param value what was asked for
     * @param failure null when it was answered, otherwise the reason in words
     */
    void done(Object value, String failure);
}
