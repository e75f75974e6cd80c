/** The benchmarks: each is one subcommand that measures and prints a table in Markdown. */
@NullMarked
package io.entitlementledger.bench;

import org.jspecify.annotations.NullMarked;
