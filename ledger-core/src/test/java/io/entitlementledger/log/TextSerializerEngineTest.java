package io.entitlementledger.log;

import com.thoughtworks.xstream.XStream;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.xml.CompactDriver;
import org.axonframework.serialization.xml.XStreamSerializer;

/** The same suites with a serializer that knows no JSON and whose text is embedded. */
class TextSerializerEngineTest extends LedgerStorageEngineTest {
  @Override
  Serializer serializer() {
    return XStreamSerializer.builder().xStream(new XStream(new CompactDriver())).build();
  }
}
