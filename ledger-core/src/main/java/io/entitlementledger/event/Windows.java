package io.entitlementledger.event;

/**
 * The windows that a verdict depended on, as they were set when it was decided: a later setting
 * does not change why.
 *
 * @param retrySeconds how near in time the same order and content is a duplicate
 * @param repeatSeconds how near in time the same content without a key is in doubt
 */
public record Windows(long retrySeconds, long repeatSeconds) {}
