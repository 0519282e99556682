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
  'conditions': [
    # A port as its maker would write it (include/smets2-port.h), and the same of a version that is still to come.
    ["OS=='linux'", {
      'target_defaults': {
        'include_dirs': ['include'],
      },
      'targets': [
        {
          'target_name': 'loopback_port',
          'type': 'shared_library',
          'product_prefix': '',
          'sources': ['example/loopback-port.c'],
          'cflags_c': ['-std=gnu11', '-Wall', '-Wextra', '-fvisibility=hidden'],
          'libraries': ['-lpthread'],
        },
        {
          'target_name': 'loopback_port_of_tomorrow',
          'type': 'shared_library',
          'product_prefix': '',
          'sources': ['example/loopback-port.c'],
          'defines': ['LOOPBACK_ABI_VERSION=99'],
          'cflags_c': ['-std=gnu11', '-Wall', '-Wextra', '-fvisibility=hidden'],
          'libraries': ['-lpthread'],
        },
      ],
    }],
  ],
}
