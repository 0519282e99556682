{
  'targets': [
    {
      'target_name': 'smets2_port',
      'sources': ['src/addon.cc', 'src/port.cc'],
      'include_dirs': ["<!(node -p \"require('node-addon-api').include_dir\")"],
      'defines': [
        'NAPI_VERSION=8',
        'NAPI_CPP_EXCEPTIONS',
        "ADDON_VERSION=\"<!(node -p \"require('../package.json').version\")\"",
      ],
      'cflags_cc': ['-std=c++17', '-Wall', '-Wextra'],
      'cflags_cc!': ['-fno-exceptions'],
      'xcode_settings': {'GCC_ENABLE_CPP_EXCEPTIONS': 'YES', 'CLANG_CXX_LANGUAGE_STANDARD': 'c++17'},
      'conditions': [
        # Windows: one more source file that answers src/device.h.
        ["OS!='win'", {'sources': ['src/device-posix.cc']}],
      ],
    },
  ],
}
