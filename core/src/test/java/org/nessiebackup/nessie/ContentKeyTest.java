package org.nessiebackup.nessie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nessiebackup.BackupException;

class ContentKeyTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "a|b|c", "a.b|c", "a*b|c", "a*b|c.d", ".|*", "ä ö|漢.字", "a/b|c%d|e\\f"})
  void writtenKeyIsReadAgainByUsAndByNessieAsItWrites(String elements) {
    ContentKey key = ContentKey.of(elements.split("\\|"));
    var nessie = org.projectnessie.model.ContentKey.of(key.elements());

    assertThat(key.toString()).isEqualTo(nessie.toCanonicalString());
    assertThat(ContentKey.parse(key.toString())).isEqualTo(key);
    assertThat(ContentKey.parse(nessie.toPathString())).isEqualTo(key);
    assertThat(ContentKey.parse(nessie.toPathStringEscaped())).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a..b", "a.", ".a*x", ".a*"})
  void textThatIsNoKeyIsRefused(String text) {
    assertThatThrownBy(() -> ContentKey.parse(text)).isInstanceOf(BackupException.class);
  }

  @Test
  void orderIsThatOfElements() {
    assertThat(ContentKey.of("a", "b")).isGreaterThan(ContentKey.of("a"));
    assertThat(ContentKey.of("a", "b")).isLessThan(ContentKey.of("b"));
    assertThat(ContentKey.of("a", "b").isWithin(ContentKey.of("a"))).isTrue();
    assertThat(ContentKey.of("ab").isWithin(ContentKey.of("a"))).isFalse();
  }
}
