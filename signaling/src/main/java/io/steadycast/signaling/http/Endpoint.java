package io.steadycast.signaling.http;

/** Answers calls of one route with plain blocking code, each call on a virtual thread of its own. */
@FunctionalInterface
public interface Endpoint {
    Reply handle(Call call) throws ProblemException;
}
