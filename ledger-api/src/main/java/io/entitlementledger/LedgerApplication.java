package io.entitlementledger;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;

/**
 * What Spring scans and wires. Two of Boot's defaults are left out: the user with a generated
 * password, because only keys of the ledger are let in, and the error page, because every error is
 * answered as a problem by {@link io.entitlementledger.problem}.
 */
@SpringBootApplication(
    exclude = {UserDetailsServiceAutoConfiguration.class, ErrorMvcAutoConfiguration.class})
public class LedgerApplication {}
