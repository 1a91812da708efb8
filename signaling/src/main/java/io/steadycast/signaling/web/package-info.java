/** The HTTP server: routes, pages, assets, headers; and the start of the whole control plane. */
@NullMarked
package io.steadycast.signaling.web;

import org.jspecify.annotations.NullMarked;
