package org.nessiebackup.store.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;

class AzureLocationTest {
  @Test
  void accountAndContainerAreEnough() {
    AzureLocation location = AzureLocation.parse("azblob://account/container");

    assertThat(location.server()).isEqualTo("https://account.blob.core.windows.net");
    assertThat(location.place().key("a/b")).isEqualTo("a/b");
    assertThat(location.place().name("a/b")).isEqualTo("a/b");
    assertThat(location).hasToString("azblob://account/container");
  }

  @Test
  void everyParameterIsUnderstood() {
    AzureLocation location =
        AzureLocation.parse(
            "azblob://account/container/a/b?endpoint=http://host:1/x&access-tier=Cool");

    assertThat(location.endpoint()).hasValue(URI.create("http://host:1/x"));
    assertThat(location.tier()).hasValue("Cool");
    assertThat(location.place().key("c")).isEqualTo("a/b/c");
    assertThat(location.place().name("a/b/c")).isEqualTo("c");
    assertThat(location).hasToString("azblob://account/container/a/b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "azblob://account",
        "azblob://Account/container",
        "azblob://account/c",
        "azblob://account/container/a//b",
        "azblob://account/container?tier=Cool",
        "azblob://account/container?endpoint=host",
        "azblob://account/container?sig=hunter2",
        "azblob://key:hunter2@account/container",
        "azblob://account/container?endpoint=https://host?sig=hunter2"
      })
  void addressThatMakesNoSenseIsRefusedAndNoSecretRepeated(String uri) {
    assertThatThrownBy(() -> AzureLocation.parse(uri))
        .isInstanceOfSatisfying(
            BackupException.class,
            e -> {
              assertThat(e.failure()).isEqualTo(Failure.USAGE);
              assertThat(e.getMessage() + e.hint().orElse("")).doesNotContain("hunter2");
            });
  }
}
