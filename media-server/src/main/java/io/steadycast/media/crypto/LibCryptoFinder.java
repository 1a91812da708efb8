package io.steadycast.media.crypto;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Any thread. Looks for OpenSSL's libcrypto on this machine, once: whether it is there, and why it is not used where it is not. */
final class LibCryptoFinder {
    /** Newest first; the name without a number is that of a development package, whatever its version. */
    private static final List<String> NAMES = List.of("libcrypto.so.3", "libcrypto.so", "libcrypto.so.1.1");

    private static final List<String> NEEDED = List.of(
            "EVP_aes_128_gcm",
            "EVP_aes_128_ctr",
            "EVP_CIPHER_CTX_new",
            "EVP_CIPHER_CTX_free",
            "EVP_CIPHER_CTX_ctrl",
            "EVP_CipherInit_ex",
            "EVP_CipherUpdate",
            "EVP_CipherFinal_ex",
            "SHA1_Init",
            "SHA1_Update",
            "SHA1_Final",
            "OpenSSL_version");

    /** Of version 3 only. */
    private static final List<String> PUBLIC_KEY_FUNCTIONS = List.of(
            "EVP_PKEY_CTX_new",
            "EVP_PKEY_CTX_new_id",
            "EVP_PKEY_CTX_free",
            "EVP_PKEY_keygen_init",
            "EVP_PKEY_keygen",
            "EVP_PKEY_new",
            "EVP_PKEY_free",
            "EVP_PKEY_copy_parameters",
            "EVP_PKEY_set1_encoded_public_key",
            "EVP_PKEY_get1_encoded_public_key",
            "CRYPTO_free",
            "EVP_PKEY_derive_init",
            "EVP_PKEY_derive_set_peer",
            "EVP_PKEY_derive",
            "EVP_PKEY_sign_init",
            "EVP_PKEY_sign",
            "EVP_PKEY_verify_init",
            "EVP_PKEY_verify",
            "d2i_AutoPrivateKey");

    private static final Result RESULT = search();

    private LibCryptoFinder() {}

    /**
     * What was found.
     *
     * @param symbols null where there is none that can be used
     * @param told the library's name, or why there is none
     */
    record Result(@Nullable SymbolLookup symbols, String told) {}

    static Result result() {
        return RESULT;
    }

    /** Whether handshakes can have their public-key work done by it. */
    static boolean publicKeysToo() {
        SymbolLookup symbols = RESULT.symbols();
        return symbols != null
                && PUBLIC_KEY_FUNCTIONS.stream()
                        .allMatch(function -> symbols.find(function).isPresent());
    }

    @SuppressWarnings("restricted") // the launcher allows native access
    private static Result search() {
        // Elsewhere the names differ, and macOS ends a process that loads its own by the plain name.
        if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux")) {
            return new Result(null, "OpenSSL is looked for on Linux only");
        }
        if (ValueLayout.ADDRESS.byteSize() != Long.BYTES) {
            return new Result(null, "OpenSSL is called on 64-bit systems only");
        }
        List<String> reasons = new ArrayList<>();
        for (String name : NAMES) {
            try {
                SymbolLookup symbols = SymbolLookup.libraryLookup(name, Arena.global());
                List<String> missing = NEEDED.stream()
                        .filter(function -> symbols.find(function).isEmpty())
                        .toList();
                if (missing.isEmpty()) {
                    return new Result(symbols, name);
                }
                reasons.add(name + " lacks " + String.join(", ", missing));
            } catch (IllegalArgumentException absent) {
                reasons.add("no " + name);
            } catch (IllegalCallerException | UnsupportedOperationException forbidden) {
                return new Result(null, "native access is not allowed (--enable-native-access=ALL-UNNAMED)");
            }
        }
        return new Result(null, String.join(", ", reasons));
    }
}
