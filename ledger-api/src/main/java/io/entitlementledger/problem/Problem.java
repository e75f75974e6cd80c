package io.entitlementledger.problem;

/**
 * An error as RFC 9457 writes it.
 *
 * @param type {@code about:blank}: the status and the code say what it is
 * @param title the status in words
 * @param detail a sentence a person can act on
 * @param code what a program can act on, in snake_case
 * @param instance names this one occurrence, also in the log where there is more to say about it;
 *     never the request's path, which could hold a secret
 */
public record Problem(
    String type, String title, int status, String detail, String code, String instance) {}
