package dev.carillon.setting;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a record component as one configuration key: its default, its limits and its meaning live here, once.
 *
 * <p>The key's name is the component's name; its value has the form that the component's type gives it: {@code boolean},
 * {@code int}, {@code long}, {@code String}, an enum (its constants in lower case, {@code _} written {@code -}), {@code
 * List<String>}, or {@link java.time.Duration} (a whole number and a unit: {@code "250ms"}, {@code "5s"}, {@code "2m"},
 * {@code "1h"}).
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
    /** The default, written as in the configuration file (a list: its items separated by commas). */
    String value();

    /** What it does, in one sentence, with its unit where the type does not say it. */
    String doc();

    /** The smallest allowed value, inclusive: a number, or a duration in milliseconds. */
    long min() default Long.MIN_VALUE;

    /** The largest allowed value, inclusive: a number, or a duration in milliseconds. */
    long max() default Long.MAX_VALUE;

    /** A regular expression that a text, or each item of a list, matches as a whole; empty: anything goes. */
    String pattern() default "";

    /** In words what {@link #pattern()} asks for, for the error message. */
    String expected() default "";

    /** A short name of an environment variable that sets it, besides the one that follows from the key. */
    String env() default "";

    /** Whether the value may hold a password, so that it is masked wherever it is shown. */
    boolean secret() default false;
}
