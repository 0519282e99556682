export {
  BAUDS,
  type Baud,
  type Burst,
  type BytePort,
  type Framing,
  type LineSettings,
  type ReadLimits,
  type Span,
} from './byte-port';
export { EchoCancellingPort } from './echo-cancelling-port';
export { explain } from './explain';
export { hasFfi } from './ffi';
export { addonFolder, hasAddon, loadAddon, whyNoAddon } from './load-addon';
export { monotonicMs } from './monotonic';
export { openPty, type PtyMaster } from './pty';
export { type ControlLineStates, type ControlLines, openSerialPort, type SerialOptions, type SerialPort } from './serial-port';
export { adapterOf, groupToJoin, mayOpen, serialPorts } from './serial-ports';
export { addEvenParity, stripEvenParity } from './software-parity';
export { openTcpPort, TcpPort } from './tcp-port';
export { loadVendorLibrary, PORT_ABI_VERSION } from './vendor-abi';
export { openVendorPort, type VendorPort } from './vendor-port';
